import { maySend } from './events/bus.ts'
import { evaluate, type Statement, statementsFor } from './iam/policy.ts'
import type { Logs } from './logs.ts'
import { ACCOUNT, type World } from './resources/world.ts'

/** Whether a permission of the template lets a service invoke a function for a source. */
export const mayInvoke = (world: World, functionArn: string, service: string, sourceArn: string): boolean => {
  const statements = statementsFor(world.invokers.get(functionArn) ?? [], `service:${service}`)
  const access = { action: 'lambda:InvokeFunction', resource: functionArn, context: { 'aws:sourcearn': sourceArn } }
  return evaluate(statements, access).decision === 'allowed'
}

/** SNS may put messages into a queue only when the queue's policy lets it. */
const warnAboutTopics = (world: World, logs: Logs): void => {
  for (const { topicArn, queueArn } of world.subscriptions) {
    const statements = statementsFor(world.ledger.resourcePolicy(queueArn), 'service:sns.amazonaws.com')
    const context = { 'aws:sourcearn': topicArn, 'aws:securetransport': 'true', 'aws:sourceaccount': ACCOUNT }
    const { decision } = evaluate(statements, { action: 'sqs:SendMessage', resource: queueArn, context })
    if (decision !== 'allowed')
      logs.warn('sns', `the policy of ${queueArn} does not let ${topicArn} send: in AWS nothing arrives`)
  }
}

/** The same of EventBridge's rules; here too nothing arrives then. */
const warnAboutRules = (world: World, logs: Logs): void => {
  for (const rule of world.busRules)
    for (const queueArn of rule.queueArns)
      if (!maySend(world, rule, queueArn))
        logs.warn('events', `the policy of ${queueArn} does not let ${rule.arn} send: nothing arrives`)
}

/** The log group that the role is made for: the one it names, or the function's default group. */
const logGroupOf = (statements: readonly Statement[], name: string, region: string): string => {
  const named = statements.find(({ actions }) => actions.includes('logs:PutLogEvents'))?.resources[0]
  return named && named !== '*' ? named : `arn:aws:logs:${region}:${ACCOUNT}:log-group:/aws/lambda/${name}:*`
}

/** Each function writes its log in AWS with its own role. */
const warnAboutLogs = (world: World, logs: Logs): void => {
  for (const { roleArn, label, name } of world.functions) {
    const role = world.ledger.role(roleArn)
    if (!role) continue
    const resource = logGroupOf(role.statements, name, world.region)
    for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
      const why = world.ledger.check(role, { action, resource })
      if (why) logs.warn(label, `in AWS it could not write its log: ${why}`)
    }
  }
}

/** Says what would go wrong in AWS although it does not here. */
export const warnAboutGrants = (world: World, logs: Logs): void => {
  warnAboutTopics(world, logs)
  warnAboutRules(world, logs)
  warnAboutLogs(world, logs)
}
