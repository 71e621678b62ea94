import { Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'

/**
 * Says beside a resource why a rule of cdk-nag or CloudFormation Validate does not apply to it.
 * @param reasons rule id → the reason, in a sentence that a reviewer can check
 */
export const acknowledge = (resource: IConstruct, reasons: Readonly<Record<string, string>>): void => {
  Validations.of(resource).acknowledge(...Object.entries(reasons).map(([id, reason]) => ({ id, reason })))
}
