/** What the handler of a type asks IAM for when tags of a resource are set, changed, read and removed. */
export interface TagPermissions {
  readonly actions: readonly string[];
  /** ARN of a resource by its logical id, under a name as CloudFormation makes it for the stack FaceMatchProxy-test. */
  readonly arn: (id: string) => string;
  /** Where AWS says so: the operation in the service's API reference, and its line in the Service Authorization Reference. */
  readonly source: string;
}

const named = (id: string): string => `FaceMatchProxy-test-${id}-X`;
const here = (service: string, resource: string): string => `arn:aws:${service}:eu-central-1:999900001111:${resource}`;

/** Tags of API Gateway are a separate resource, whose id is the tagged resource's ARN. */
const apiGateway = (resource: string): TagPermissions => ({
  actions: ['apigateway:DELETE', 'apigateway:GET', 'apigateway:PUT'],
  arn: () => `arn:aws:apigateway:eu-central-1::/tags/${encodeURIComponent(`arn:aws:apigateway:eu-central-1::/${resource}`)}`,
  source: 'API Gateway API Reference: TagResource (PUT /tags/{arn}), UntagResource (DELETE), GetTags (GET)',
});

const CODE_DEPLOY = ['codedeploy:ListTagsForResource', 'codedeploy:TagResource', 'codedeploy:UntagResource'];
const CLOUD_WATCH = ['cloudwatch:ListTagsForResource', 'cloudwatch:TagResource', 'cloudwatch:UntagResource'];
const CLOUD_WATCH_SOURCE = 'CloudWatch API Reference: TagResource, UntagResource, ListTagsForResource; of an alarm and of a dashboard';

/** By type. A type that can be tagged and has no row here fails the test. */
export const TAG_PERMISSIONS: Readonly<Record<string, TagPermissions>> = {
  'AWS::ApiGateway::DomainName': apiGateway('domainnames/faces.bank.test'),
  'AWS::ApiGateway::RestApi': apiGateway('restapis/a1'),
  'AWS::ApiGateway::Stage': apiGateway('restapis/a1/stages/v1'),
  'AWS::CloudTrail::Trail': {
    actions: ['cloudtrail:AddTags', 'cloudtrail:ListTags', 'cloudtrail:RemoveTags'],
    arn: (id) => here('cloudtrail', `trail/${named(id)}`),
    source: 'CloudTrail API Reference: AddTags, RemoveTags, ListTags',
  },
  'AWS::CloudWatch::Alarm': { actions: CLOUD_WATCH, arn: (id) => here('cloudwatch', `alarm:${named(id)}`), source: CLOUD_WATCH_SOURCE },
  'AWS::CloudWatch::Dashboard': {
    actions: CLOUD_WATCH,
    arn: (id) => `arn:aws:cloudwatch::999900001111:dashboard/${id}-X`,
    source: CLOUD_WATCH_SOURCE,
  },
  'AWS::CodeDeploy::Application': {
    actions: CODE_DEPLOY,
    arn: (id) => here('codedeploy', `application:${named(id)}`),
    source: 'CodeDeploy API Reference: TagResource, UntagResource, ListTagsForResource',
  },
  'AWS::CodeDeploy::DeploymentGroup': {
    actions: CODE_DEPLOY,
    arn: (id) => here('codedeploy', `deploymentgroup:${named('Application')}/${named(id)}`),
    source: 'CodeDeploy API Reference: TagResource, UntagResource, ListTagsForResource',
  },
  'AWS::Cognito::UserPool': {
    actions: ['cognito-idp:ListTagsForResource', 'cognito-idp:TagResource', 'cognito-idp:UntagResource'],
    arn: () => here('cognito-idp', 'userpool/eu-central-1_a1'),
    source: 'Cognito API Reference: TagResource, UntagResource, ListTagsForResource',
  },
  'AWS::DynamoDB::Table': {
    actions: ['dynamodb:ListTagsOfResource', 'dynamodb:TagResource', 'dynamodb:UntagResource'],
    arn: (id) => here('dynamodb', `table/${named(id)}`),
    source: 'DynamoDB API Reference: TagResource, UntagResource, ListTagsOfResource',
  },
  'AWS::Events::Rule': {
    actions: ['events:ListTagsForResource', 'events:TagResource', 'events:UntagResource'],
    arn: (id) => here('events', `rule/${named(id)}`),
    source: 'EventBridge API Reference: TagResource, UntagResource, ListTagsForResource',
  },
  'AWS::IAM::Role': {
    actions: ['iam:ListRoleTags', 'iam:TagRole', 'iam:UntagRole'],
    arn: (id) => `arn:aws:iam::999900001111:role/${named(id)}`,
    source: 'IAM API Reference: TagRole, UntagRole, ListRoleTags',
  },
  'AWS::KMS::Key': {
    actions: ['kms:ListResourceTags', 'kms:TagResource', 'kms:UntagResource'],
    arn: () => here('kms', 'key/1'),
    source: 'KMS API Reference: TagResource, UntagResource, ListResourceTags',
  },
  'AWS::Lambda::Function': {
    actions: ['lambda:ListTags', 'lambda:TagResource', 'lambda:UntagResource'],
    arn: (id) => here('lambda', `function:${named(id)}`),
    source: 'Lambda API Reference: TagResource, UntagResource, ListTags',
  },
  'AWS::Logs::LogGroup': {
    actions: ['logs:ListTagsForResource', 'logs:TagResource', 'logs:UntagResource'],
    arn: (id) => here('logs', `log-group:${named(id)}`),
    source: 'CloudWatch Logs API Reference: TagResource, UntagResource, ListTagsForResource',
  },
  'AWS::S3::Bucket': {
    actions: ['s3:GetBucketTagging', 's3:ListTagsForResource', 's3:PutBucketTagging', 's3:TagResource', 's3:UntagResource'],
    arn: (id) => `arn:aws:s3:::facematchproxy-test-${id.toLowerCase()}-x`,
    source: 'S3 API Reference: PutBucketTagging and GetBucketTagging; of S3 Control, TagResource, UntagResource and ListTagsForResource',
  },
  'AWS::SNS::Topic': {
    actions: ['sns:ListTagsForResource', 'sns:TagResource', 'sns:UntagResource'],
    arn: (id) => here('sns', named(id)),
    source: 'SNS API Reference: TagResource, UntagResource, ListTagsForResource',
  },
  'AWS::SecretsManager::Secret': {
    actions: ['secretsmanager:DescribeSecret', 'secretsmanager:TagResource', 'secretsmanager:UntagResource'],
    arn: (id) => here('secretsmanager', `secret:${id}-x`),
    source: 'Secrets Manager API Reference: TagResource, UntagResource; DescribeSecret returns the tags',
  },
  'AWS::WAFv2::WebACL': {
    actions: ['wafv2:ListTagsForResource', 'wafv2:TagResource', 'wafv2:UntagResource'],
    arn: (id) => here('wafv2', `regional/webacl/${id}-X/1`),
    source: 'WAFV2 API Reference: TagResource, UntagResource, ListTagsForResource',
  },
};
