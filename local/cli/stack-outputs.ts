import { type AwsEnv, awsCall } from './aws-call.ts'

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const text = (xml: string): string =>
  xml.replace(/&(amp|lt|gt|quot|apos);/g, (all, name: string) => ENTITIES[name] ?? all)

/** The outputs in an answer to DescribeStacks. */
export const outputsIn = (xml: string): Record<string, string> =>
  Object.fromEntries(
    [...xml.matchAll(/<member>(?:(?!<\/?member>)[\s\S])*<\/member>/g)].flatMap(([member]) => {
      const [key, value] = ['OutputKey', 'OutputValue'].map(
        (name) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(member)?.[1],
      )
      return key === undefined || value === undefined ? [] : [[text(key), text(value)]]
    }),
  )

/**
 * The outputs of a deployed stack, by name.
 * @throws AwsCallError; with the code `ValidationError` when there is no such stack
 */
export const stackOutputs = async (stackName: string, env: AwsEnv): Promise<Record<string, string>> =>
  outputsIn(
    await awsCall(
      {
        service: 'cloudformation',
        action: 'DescribeStacks',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          Action: 'DescribeStacks',
          Version: '2010-05-15',
          StackName: stackName,
        }).toString(),
      },
      env,
    ),
  )
