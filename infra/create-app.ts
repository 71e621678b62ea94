import { App, DefaultStackSynthesizer, type IReusableStackSynthesizer, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import { BUILD } from './build.ts'
import { AppStack } from './stacks/app-stack.ts'
import { DataStack } from './stacks/data-stack.ts'
import type { Stage } from './stage.ts'

/**
 * Behaviour of the constructs library that a new app should have. They stand here rather than in cdk.json so that
 * `node infra/app.ts`, the tests and the CDK's command line synthesize the same.
 */
const FLAGS = {
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:annotationsInValidationReport': true,
  '@aws-cdk/core:checkSecretUsage': true,
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/core:target-partitions': ['aws'],
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-s3:createDefaultLoggingPolicy': true,
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/aws-s3:publicAccessBlockedByDefault': true,
  '@aws-cdk/aws-sns-subscriptions:restrictSqsDescryption': true,
}

/** What to synthesize. */
export interface CreateAppOptions {
  readonly stageName: string
  readonly stage: Stage
  /** Where the cloud assembly goes. @default `CDK_OUTDIR`, else a folder in the system's temporary one */
  readonly outdir?: string
  /** The folder with one bundle per function. @default `.build` */
  readonly bundles?: string
  /** cdk-nag and CloudFormation Validate; a finding fails the synthesis. @default true */
  readonly checks?: boolean
}

/** The two stacks of one stage. Call `synth()` on the answer. */
export const createApp = ({ stageName, stage, outdir, bundles = BUILD, checks = true }: CreateAppOptions): App => {
  const app = new App({
    ...(outdir ? { outdir } : {}),
    analyticsReporting: false,
    builtinCloudFormationValidation: checks,
    postCliContext: FLAGS,
    // The library's own types do not know exactOptionalPropertyTypes.
    defaultStackSynthesizer: new DefaultStackSynthesizer({
      generateBootstrapVersionRule: false,
    }) as IReusableStackSynthesizer,
  })
  if (checks) Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app))
  const account = stage.account ?? process.env.CDK_DEFAULT_ACCOUNT
  const common = {
    stageName,
    stage,
    env: { region: stage.region, ...(account ? { account } : {}) },
    tags: { application: 'earshot', stage: stageName },
  }
  const data = new DataStack(app, 'Data', {
    ...common,
    stackName: `earshot-${stageName}-data`,
    description: 'Earshot: what must outlive a deployment',
    terminationProtection: stageName !== 'local',
  })
  new AppStack(app, 'App', {
    ...common,
    data,
    bundles,
    stackName: `earshot-${stageName}-app`,
    description: 'Earshot: the functions and what wakes them',
  })
  return app
}
