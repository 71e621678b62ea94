import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import { AccountRecovery, CfnUserPoolGroup, Mfa, UserPool } from 'aws-cdk-lib/aws-cognito'
import type { Table } from 'aws-cdk-lib/aws-dynamodb'
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import { withDoors } from '../../shared/domain/listen/source-settings.ts'
import { PII_GROUP } from '../../shared/domain/respond/present.ts'
import { acknowledge } from '../constructs/acknowledge.ts'
import { CustomerTable } from '../constructs/customer-table.ts'
import { RawArchive } from '../constructs/raw-archive.ts'
import { alertsSecretName, claimSecretName, sourceSecretName } from '../source-secret-name.ts'
import type { Stage } from '../stage.ts'

/** What the stateful stack is made from. */
export interface DataStackProps extends StackProps {
  /** `dev`, `prod`, ...: part of the source secrets' names. */
  readonly stageName: string
  readonly stage: Stage
}

const generated = {
  secretStringTemplate: '{}',
  generateStringKey: 'current',
  passwordLength: 32,
  excludePunctuation: true,
}

/** Everything that must outlive a deployment: table, archive, secrets, the marketers' accounts. */
export class DataStack extends Stack {
  readonly table: Table
  readonly archive: Bucket
  /** Writes raw deliveries into the archive. */
  readonly rawArchive: RawArchive
  /** Makes email identities' ids out of addresses. Whoever changes it makes strangers of everybody. */
  readonly pepper: Secret
  /** Signs the links in emails. */
  readonly tokens: Secret
  /** Where alerts go: addresses of chats and webhooks, and what the latter are signed with. */
  readonly alerts: Secret
  readonly users: UserPool

  constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, props)
    this.table = new CustomerTable(this, 'Table')
    const { archiveDays, logDays } = props.stage.retention
    this.archive = this.createArchive(archiveDays)
    this.rawArchive = new RawArchive(this, 'RawArchive', { bucket: this.archive, logDays })
    this.pepper = this.createSecret('Pepper', 'Earshot: turns email addresses into ids')
    this.tokens = this.createSecret('Tokens', 'Earshot: signs links in emails')
    this.users = this.createUsers()
    new CfnUserPoolGroup(this, 'PiiGroup', {
      userPoolId: this.users.userPoolId,
      groupName: PII_GROUP,
      description: 'Sees addresses, numbers and keys in texts; others see [email], [phone] and so on.',
    })
    this.alerts = this.createAlertsSecret(props.stageName)
    for (const source of Object.keys(withDoors(props.stage.sources))) this.createSourceSecret(source, props.stageName)
    if (props.stage.claim?.github) this.createClaimSecret(props.stageName)
    new CfnOutput(this, 'UserPoolId', { value: this.users.userPoolId })
  }

  private createArchive(days: number): Bucket {
    const common = {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
    }
    const expire = [{ expiration: Duration.days(days), abortIncompleteMultipartUploadAfter: Duration.days(1) }]
    const accessLogs = new Bucket(this, 'ArchiveAccessLogs', { ...common, lifecycleRules: expire })
    return new Bucket(this, 'Archive', {
      // No versions: what retention or an erasure takes away must be gone.
      ...common,
      lifecycleRules: expire,
      // The library's own types do not know exactOptionalPropertyTypes.
      serverAccessLogsBucket: accessLogs as IBucket,
    })
  }

  private createSecret(id: string, description: string): Secret {
    const secret = new Secret(this, id, {
      description,
      generateSecretString: generated,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    acknowledge(secret, {
      'AwsSolutions-SMG4':
        'A new value would break all ids or links made with the old one; rotation is a decision, not a schedule.',
    })
    return secret
  }

  private createSourceSecret(source: string, stageName: string): void {
    const secret = new Secret(this, `Source-${source}`, {
      secretName: sourceSecretName(stageName, source),
      description: `Earshot: signs what the source ${source} sends`,
      generateSecretString: generated,
    })
    acknowledge(secret, {
      'AwsSolutions-SMG4':
        'The platform must get the new value at the same time, by hand: docs/operations.md, "Rotate a source\'s secret".',
    })
  }

  /** Made with a value that signs nobody in; the deployer puts the app's own into it. */
  private createClaimSecret(stageName: string): void {
    const secret = new Secret(this, 'ClaimGithub', {
      secretName: claimSecretName(stageName),
      description: 'Earshot: the client secret of the GitHub app that people sign in with',
      generateSecretString: { ...generated, generateStringKey: 'clientSecret' },
    })
    acknowledge(secret, {
      'AwsSolutions-SMG4': 'GitHub makes the value; a new one is put in by hand: docs/claim.md.',
    })
  }

  /** Made without a destination; `npm run alerts` puts them in. */
  private createAlertsSecret(stageName: string): Secret {
    const secret = new Secret(this, 'Alerts', {
      secretName: alertsSecretName(stageName),
      description: 'Earshot: where alerts go, and what webhooks are signed with',
      generateSecretString: generated,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    acknowledge(secret, {
      'AwsSolutions-SMG4':
        'The receivers must get new values at the same time, by hand: npm run alerts -- rotate, docs/alerts.md.',
    })
    return secret
  }

  private createUsers(): UserPool {
    const users = new UserPool(this, 'Users', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { sms: false, otp: true },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    acknowledge(users, {
      'AwsSolutions-COG2':
        'Authenticator apps are offered, not forced: a team whose identity provider checks a second factor would be asked twice.',
      'AwsSolutions-COG8':
        'The Plus plan costs per user and month; nobody can sign up by themselves, accounts are made by an administrator.',
      'AwsSolutions-COG3':
        'Threat protection needs the Plus plan; nobody can sign up by themselves, accounts are made by an administrator.',
    })
    return users
  }
}
