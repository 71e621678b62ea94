import { Duration } from 'aws-cdk-lib'
import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import type { ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Queue } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { ClaimSettings } from '../../shared/domain/connect/claim-settings.ts'
import { consume, grantSecrets, grantSend, grantTable } from '../constructs/grants.ts'
import type { HttpFront } from '../constructs/http-front.ts'
import { QueueWithDeadLetters } from '../constructs/queue-with-dead-letters.ts'
import type { Sender } from '../constructs/sender.ts'
import { type ServiceContext, ServiceFunction } from '../constructs/service-function.ts'
import type { Stage } from '../stage.ts'

/** What claims need. */
export interface ClaimProps {
  readonly context: ServiceContext
  readonly stage: Stage
  readonly settings: ClaimSettings
  readonly front: HttpFront
  readonly table: Table
  readonly sender: Sender
  /** Makes ids out of addresses. */
  readonly pepper: Secret
  /** Signs the links in emails. */
  readonly tokens: Secret
  /** The GitHub app's secret, where there is such an app. */
  readonly githubSecret: ISecret | undefined
}

/** A few emails of at most eight seconds each, and some room. */
const MAIL_TIMEOUT = Duration.seconds(60)

/** People connect an account with their address, see what follows before they agree, and take it back. */
export class Claim extends Construct {
  private readonly props: ClaimProps

  constructor(scope: Construct, id: string, props: ClaimProps) {
    super(scope, id)
    this.props = props
    // A queue of its own: a link lives for half an hour, so it must not wait behind nudges, nor hold them up.
    const { queue } = new QueueWithDeadLetters(this, 'Claims', {
      alarms: props.context.alarms,
      holds: 'Links to mail and claims to carry out',
      consumerTimeout: MAIL_TIMEOUT,
    })
    this.pages(queue)
    this.mail(queue)
  }

  private pages(queue: Queue): void {
    const { context, stage, settings, front, table, tokens, githubSecret } = this.props
    const pages = new ServiceFunction(this, 'Pages', {
      context,
      functionId: 'connect-claim',
      description: 'The pages on which people connect an account with their address',
      timeout: Duration.seconds(20),
      environment: {
        TABLE_NAME: table.tableName,
        CLAIM: settings,
        LANGUAGE: stage.nudges.language,
        CLAIM_SECRETS: githubSecret ? { github: githubSecret.secretName } : {},
        CLAIMS_QUEUE_URL: queue.queueUrl,
        BRAND: stage.brand,
        TOKENS_SECRET_ID: tokens.secretArn,
        APP_URL: front.url,
      },
    })
    grantTable(table, pages, {
      actions: ['BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'],
      indexes: ['byAuthor'],
    })
    // A secret known by its name has six characters at its ARN's end that nobody knows before.
    grantSecrets(pages, [tokens.secretArn, ...(githubSecret ? [`${githubSecret.secretArn}-??????`] : [])])
    grantSend(queue, pages)
    const open =
      'People come here by themselves or from an email, without an account; tokens and forms of ours say who they are.'
    const both = [HttpMethod.GET, HttpMethod.POST]
    front.route('Claim', { methods: both, path: '/claim', handler: pages, open })
    front.route('ClaimLink', { methods: both, path: '/claim/{what}/{token}', handler: pages, open })
    if (githubSecret)
      front.route('ClaimSignIn', { methods: [HttpMethod.GET], path: '/claim/github', handler: pages, open })
  }

  private mail(queue: Queue): void {
    const { context, stage, front, table, sender, pepper, tokens } = this.props
    const mail = new ServiceFunction(this, 'Mail', {
      context,
      functionId: 'connect-mail',
      description: 'Mails the links of claims, each once, and carries out what was agreed to',
      timeout: MAIL_TIMEOUT,
      environment: {
        TABLE_NAME: table.tableName,
        BRAND: stage.brand,
        LANGUAGE: stage.nudges.language,
        PEPPER_SECRET_ID: pepper.secretArn,
        TOKENS_SECRET_ID: tokens.secretArn,
        CONFIGURATION_SET: sender.configurationSet.configurationSetName,
        APP_URL: front.url,
      },
    })
    consume(queue, mail, { batchSize: 5, maxConcurrency: 2 })
    grantTable(table, mail, {
      actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      indexes: ['byAuthor'],
    })
    grantSecrets(mail, [pepper.secretArn, tokens.secretArn])
    sender.grantSend(mail)
  }
}
