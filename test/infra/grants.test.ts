import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { build } from 'esbuild'
import { ROOT } from '../../infra/build.ts'
import { plugins } from '../../infra/build-plugins.ts'
import { stageOf } from '../../infra/check-config.ts'
import { stages } from '../../infra/config.ts'
import { createApp } from '../../infra/create-app.ts'
import { FUNCTION_IDS, FUNCTIONS, type FunctionId } from '../../infra/functions.ts'
import { evaluate, parsePolicy } from '../../local/iam/policy.ts'
import { keys } from '../../shared/store/keys.ts'
import { appOf, ofType, type Resource, resourcesOf } from './template.ts'

/**
 * A function may do what its code does, and no more. What the code does is read off its bundle, which has only what is
 * reached from the handler.
 */

type Statement = {
  Action: string | string[]
  Resource: unknown
  Condition?: Record<string, Record<string, unknown>>
}

let resources: Resource[]
let remove: () => Promise<void>
let withoutComprehend: Resource[]
const ownCode = new Map<FunctionId, string>()

beforeAll(async () => {
  // With a source that is looked at and has a secret, which the stage itself has none of.
  const made = await appOf('local', { youtube: { type: 'youtube', channels: ['UC_x5XG1OV2P6uZZ5FSM9Ttw'] } })
  remove = made.remove
  resources = resourcesOf(made.app)
  const local = stageOf(stages, 'local')
  const stage = { ...local, understanding: { ...local.understanding, mode: 'embedded' as const } }
  const { bundles } = made
  withoutComprehend = resourcesOf(
    createApp({ stageName: 'local', stage, bundles, outdir: join(made.folder, 'embedded') }),
  )
  const { outputFiles } = await build({
    entryPoints: FUNCTION_IDS.map((id) => ({ in: join(ROOT, FUNCTIONS[id].entry), out: id })),
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    conditions: ['module'],
    plugins,
    outdir: made.folder,
  })
  for (const id of FUNCTION_IDS) {
    const text = outputFiles.find(({ path }) => path === join(made.folder, `${id}.js`))?.text ?? ''
    const parts = text.split(/^\/\/ (?=\S*node_modules\/|functions|shared|builtin|infra)/m)
    ownCode.set(id, parts.filter((part) => /^(functions|shared)\//.test(part)).join('\n'))
  }
}, 120_000)

afterAll(() => remove())

const functionOf = (id: FunctionId): Resource => {
  const found = ofType(resources, 'Lambda::Function').find(({ Properties }) =>
    (Properties.Tags as { Key: string; Value: string }[]).some(({ Key, Value }) => Key === 'function' && Value === id),
  )
  if (!found) throw new Error(`The template has no function tagged ${id}.`)
  return found
}

const statementsOf = (id: FunctionId): Statement[] => {
  const role = (functionOf(id).Properties.Role as { 'Fn::GetAtt': string[] })['Fn::GetAtt'][0]
  return ofType(resources, 'IAM::Policy')
    .filter(({ Properties }) => (Properties.Roles as { Ref: string }[]).some(({ Ref }) => Ref === role))
    .flatMap(({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement)
}

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value])

const COMMANDS: Record<string, string> = {
  GetCommand: 'dynamodb:GetItem',
  BatchGetCommand: 'dynamodb:BatchGetItem',
  BatchWriteCommand: 'dynamodb:BatchWriteItem',
  ScanCommand: 'dynamodb:Scan',
  PutCommand: 'dynamodb:PutItem',
  UpdateCommand: 'dynamodb:UpdateItem',
  DeleteCommand: 'dynamodb:DeleteItem',
  BatchDetectSentimentCommand: 'comprehend:BatchDetectSentiment',
  SendEmailCommand: 'ses:SendEmail',
  SendMessageCommand: 'sqs:SendMessage',
}

const PATTERNS: readonly [RegExp, string][] = [
  [/\{ Put \}|\bPut: \{/, 'dynamodb:PutItem'],
  [/\{ Update \}|\bUpdate: \{/, 'dynamodb:UpdateItem'],
  [/\{ Delete \}|\bDelete: \{/, 'dynamodb:DeleteItem'],
  [/\{ ConditionCheck \}|\bConditionCheck: \{/, 'dynamodb:ConditionCheckItem'],
  [/query\(table\d*, \{\s*pk:/, 'dynamodb:Query'],
  [/"secretsmanager:GetSecretValue"/, 'secretsmanager:GetSecretValue'],
  [/"s3:PutObject"/, 's3:PutObject'],
  [/"s3:GetObject"/, 's3:GetObject'],
  [/"sqs:SendMessage(Batch)?"/, 'sqs:SendMessage'],
  [/"sns:ConfirmSubscription"/, 'sns:ConfirmSubscription'],
  [/"cloudwatch:GetMetricData"/, 'cloudwatch:GetMetricData'],
  [/"ses:GetAccount"/, 'ses:GetAccount'],
  [/"firehose:PutRecordBatch"/, 'firehose:PutRecordBatch'],
  [/"events:PutEvents"/, 'events:PutEvents'],
]

/** What Lambda itself does in the function's name: logs, polling, putting failed batches aside. */
const LAMBDAS_OWN = new Set([
  ...['logs:CreateLogStream', 'logs:PutLogEvents'],
  ...['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  ...['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
])

const usedBy = (id: FunctionId): string[] => {
  const code = ownCode.get(id) ?? ''
  const transacts = code.includes('new TransactWriteCommand(')
  const commands = [...code.matchAll(/new (\w+Command)\d*\(/g)].map(([, name = '']) => COMMANDS[name] ?? '')
  const patterns = PATTERNS.filter(([pattern, action]) => {
    const partOfTransaction = /Put|Update|Delete|Condition/.test(action) && action.startsWith('dynamodb')
    return pattern.test(code) && (transacts || !partOfTransaction)
  }).map(([, action]) => action)
  return [...new Set([...commands, ...patterns])].filter((action) => action !== '').sort()
}

const indexesUsedBy = (id: FunctionId): string[] =>
  [...new Set([...(ownCode.get(id) ?? '').matchAll(/index: "(\w+)"/g)].map(([, name = '']) => name))].sort()

/** Where Lambda puts what a function's streams hold and the function cannot digest: it sends there in the function's name. */
const putAside = (): string[] =>
  ofType(resources, 'Lambda::EventSourceMapping').flatMap(({ Properties }) => {
    const { OnFailure } = (Properties.DestinationConfig ?? {}) as { OnFailure?: { Destination: unknown } }
    return OnFailure ? [JSON.stringify(OnFailure.Destination)] : []
  })

const isIndex = (resource: unknown): boolean => JSON.stringify(resource).includes('/index/')

describe.each(FUNCTION_IDS)('%s', (id) => {
  it('is granted the actions that its code calls, all of them and no others', () => {
    const granted = statementsOf(id)
      .filter(({ Resource }) => !list(Resource).every(isIndex))
      .filter(({ Resource }) => !list(Resource).every((one) => putAside().includes(JSON.stringify(one))))
      .flatMap(({ Action }) => list(Action))
      .filter((action) => !LAMBDAS_OWN.has(action))

    expect([...new Set(granted)].sort()).toEqual(usedBy(id))
  })

  it('may query the indexes that its code queries, all of them and no others', () => {
    const granted = statementsOf(id)
      .flatMap(({ Resource }) => list(Resource))
      .filter(isIndex)
      .map((resource) => /\/index\/(\w+)/.exec(JSON.stringify(resource))?.[1] ?? '?')

    expect([...new Set(granted)].sort()).toEqual(indexesUsedBy(id))
  })

  it('gets the environment variables that its handler reads, all of them and no others', async () => {
    const source = await readFile(join(ROOT, FUNCTIONS[id].entry), 'utf8')
    const [, shape = ''] = /readEnv\(\{([\s\S]*?)\}\)/.exec(source) ?? []
    const read = [...shape.matchAll(/\b([A-Z][A-Z0-9_]+):/g)].map(([, name]) => name)
    const { Variables } = functionOf(id).Properties.Environment as { Variables: Record<string, unknown> }

    expect(read.length).toBeGreaterThan(0)
    // The stage is for the logger, wherever something may be counted.
    expect(Object.keys(Variables).sort()).toEqual([...new Set([...read, 'STAGE'])].sort())
  })

  it('has no wildcard but those that cannot be avoided', () => {
    const wild = statementsOf(id).flatMap(({ Action, Resource }) => [
      ...list(Action).filter((action) => action.includes('*')),
      ...list(Resource)
        .map((resource) => JSON.stringify(resource))
        .filter((resource) => resource.includes('*'))
        .map((resource) => `${list(Action).join()} on ${resource === '"*"' ? 'everything' : 'a prefix'}`),
    ])
    const unavoidable: Partial<Record<FunctionId, string[]>> = {
      'listen-door': ['s3:PutObject on a prefix'],
      'listen-inside': ['s3:PutObject on a prefix'],
      'listen-pull': ['s3:PutObject on a prefix'],
      'listen-watch': ['cloudwatch:GetMetricData on everything'],
      'nudge-sweep': ['ses:GetAccount on everything'],
      'understand-refine': ['comprehend:BatchDetectSentiment on everything'],
      'understand-worker': ['comprehend:BatchDetectSentiment on everything', 's3:GetObject on a prefix'],
    }

    expect(wild.sort()).toEqual(unavoidable[id] ?? [])
  })
})

/** Functions that change few kinds of items, by the partition keys of what their code changes. */
const CHANGES: Partial<Record<FunctionId, readonly string[]>> = {
  'api-preview': [keys.testSends('ada', '2026-11-22T06').pk],
  'listen-pull': [keys.pull('feed').pk, keys.pulled('feed', 'x').pk, keys.content('c').pk],
  'listen-watch': [keys.health('forum').pk],
  'respond-links': [keys.content('c').pk, keys.linkRound().pk],
}
const CHANGING = /^dynamodb:(Put|Update|Delete|BatchWrite)Item$/
/** What no function of these has anything to do with. */
const OTHERS = [keys.preferences('email:x').pk, keys.person('p').pk, keys.recipe('r').pk]

describe.each(Object.entries(CHANGES))('%s', (id, changed) => {
  it('may change the items that its code changes, and no others', () => {
    const statements = statementsOf(id as FunctionId).filter(({ Action }) =>
      list(Action).some((action) => CHANGING.test(action)),
    )
    expect(statements).toHaveLength(1)
    const parsed = parsePolicy(id, { Statement: statements.map((one) => ({ ...one, Resource: '*' })) })
    const decide = (pks: string[] | undefined) =>
      list(statements[0]?.Action ?? []).map(
        (action) =>
          evaluate(parsed, {
            ...{ action, resource: 't' },
            ...(pks ? { context: { 'dynamodb:leadingkeys': pks } } : {}),
          }).decision,
      )
    for (const pk of changed) expect([pk, new Set(decide([pk]))]).toEqual([pk, new Set(['allowed'])])
    for (const pk of OTHERS) {
      expect([pk, new Set(decide([pk]))]).toEqual([pk, new Set(['no-allow'])])
      expect(new Set(decide([changed[0] ?? '', pk]))).toEqual(new Set(['no-allow']))
    }
    expect(new Set(decide(undefined))).toEqual(new Set(['no-allow']))
  })
})

describe('a stage that never asks Comprehend', () => {
  it('has no right to', () => {
    const policies = (all: readonly Resource[]) => JSON.stringify(ofType(all, 'IAM::Policy'))
    expect(policies(resources)).toContain('comprehend:')
    expect(policies(withoutComprehend)).not.toContain('comprehend:')
  })
})

/** About as long as at deployment: what is only known then is some 60 characters. */
const sizeOf = (policy: unknown): number =>
  JSON.stringify(policy, (_, value) =>
    typeof value === 'object' && value !== null && /^(Ref|Fn::(GetAtt|ImportValue))$/.test(Object.keys(value)[0] ?? '')
      ? 'x'.repeat(60)
      : value,
  ).length

describe('policies', () => {
  it('of roles are smaller than the 10,240 characters that IAM takes', () => {
    for (const { id, Properties } of ofType(resources, 'IAM::Policy'))
      expect([id, sizeOf(Properties.PolicyDocument) < 10_240]).toEqual([id, true])
  })

  it('of functions, which have a statement for each route and schedule, are smaller than the 20,480 that Lambda takes', () => {
    const sizes: Record<string, number> = {}
    // Besides what a permission says: the function's ARN, names, and an id that CloudFormation makes of the stack's and its own.
    const around = 300
    for (const { id, Properties } of ofType(resources, 'Lambda::Permission')) {
      const fn = JSON.stringify(Properties.FunctionName)
      sizes[fn] = (sizes[fn] ?? 0) + around + id.length + sizeOf(Properties.SourceArn)
    }
    expect(Object.keys(sizes).length).toBeGreaterThan(10)
    for (const [fn, size] of Object.entries(sizes)) expect([fn, size < 20_480]).toEqual([fn, true])
  })
})
