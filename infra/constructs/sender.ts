import { Duration, Stack } from 'aws-cdk-lib'
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam'
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses'
import { Construct } from 'constructs'

/** Who emails come from. */
export interface SenderProps {
  /** The domain; its owner must add the DKIM records that the stack puts out. */
  readonly domain: string
}

/** The SES identity of the brand and how SES treats what is sent under it. */
export class Sender extends Construct {
  readonly identity: EmailIdentity
  readonly configurationSet: ConfigurationSet

  constructor(scope: Construct, id: string, props: SenderProps) {
    super(scope, id)
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      reputationMetrics: true,
      // A nudge that arrives half a day late helps nobody; SES would try for 14 hours.
      maxDeliveryDuration: Duration.hours(4),
    })
    this.identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(props.domain),
      configurationSet: this.configurationSet,
      // Bounces come as events; copies by email would put addresses into mailboxes.
      feedbackForwarding: false,
      mailFromDomain: `bounce.${props.domain}`,
    })
  }

  /** Allows sending from this identity with this configuration set, and nothing else of SES. */
  grantSend(grantee: IGrantable): void {
    const { identity, configurationSet } = this
    const configurationSetArn = Stack.of(this).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: configurationSet.configurationSetName,
    })
    Grant.addToPrincipal({
      grantee,
      actions: ['ses:SendEmail'],
      resourceArns: [identity.emailIdentityArn, configurationSetArn],
    })
  }
}
