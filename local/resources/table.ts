import { table } from './dynamodb.ts'
import { deliveryStream } from './firehose.ts'
import { api, authorizer, integration, route, stage } from './http.ts'
import { lambdaFunction, permission, policy, role } from './lambda.ts'
import { eventSourceMapping } from './mappings.ts'
import { bucket, bucketPolicy, queue, queuePolicy, secret, subscription, topic, topicPolicy } from './messaging.ts'
import {
  accepted,
  configurationSet,
  emailIdentity,
  eventBus,
  eventDestination,
  logGroup,
  resourceServer,
  rule,
  schedule,
  userPool,
  userPoolClient,
  userPoolGroup,
} from './others.ts'
import type { Handler } from './world.ts'

/** Every resource type that the runner knows, and what it makes of it. */
export const HANDLERS: Readonly<Record<string, Handler>> = {
  'AWS::ApiGatewayV2::Api': api,
  'AWS::ApiGatewayV2::Authorizer': authorizer,
  'AWS::ApiGatewayV2::Integration': integration,
  'AWS::ApiGatewayV2::Route': route,
  'AWS::ApiGatewayV2::Stage': stage,
  'AWS::Cognito::UserPool': userPool,
  'AWS::Cognito::UserPoolClient': userPoolClient,
  'AWS::Cognito::UserPoolGroup': userPoolGroup,
  'AWS::Cognito::UserPoolDomain': accepted,
  'AWS::Cognito::UserPoolResourceServer': resourceServer,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::Events::EventBus': eventBus,
  'AWS::Events::Rule': rule,
  'AWS::IAM::ManagedPolicy': policy,
  'AWS::IAM::Policy': policy,
  'AWS::IAM::Role': role,
  'AWS::KinesisFirehose::DeliveryStream': deliveryStream,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::Permission': permission,
  'AWS::S3::Bucket': bucket,
  'AWS::S3::BucketPolicy': bucketPolicy,
  'AWS::SES::ConfigurationSet': configurationSet,
  'AWS::SES::ConfigurationSetEventDestination': eventDestination,
  'AWS::SES::EmailIdentity': emailIdentity,
  'AWS::SNS::Subscription': subscription,
  'AWS::SNS::Topic': topic,
  'AWS::SNS::TopicPolicy': topicPolicy,
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': queuePolicy,
  'AWS::Scheduler::Schedule': schedule,
  'AWS::Scheduler::ScheduleGroup': accepted,
  'AWS::SecretsManager::Secret': secret,
  // No meaning on one machine.
  'AWS::CDK::Metadata': accepted,
  // A call of a schedule is made once here.
  'AWS::Lambda::EventInvokeConfig': accepted,
  'AWS::CloudWatch::Alarm': accepted,
  'AWS::CloudWatch::CompositeAlarm': accepted,
  'AWS::CloudWatch::Dashboard': accepted,
  'AWS::Logs::LogGroup': logGroup,
  'AWS::Logs::LogStream': accepted,
  'AWS::Logs::MetricFilter': accepted,
  'AWS::Logs::QueryDefinition': accepted,
}
