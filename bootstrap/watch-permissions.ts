import { type DeploymentPermission, STACKS } from './deployment-permission';

const ALARMS = [`arn:aws:cloudwatch:*:*:alarm:${STACKS}*`];
const DASHBOARDS = [STACKS, 'ProxyMonitoring'].map((name) => `arn:aws:cloudwatch::*:dashboard/${name}*`);
const TOPICS = [`arn:aws:sns:*:*:${STACKS}*`];
const FUNCTIONS = [`arn:aws:lambda:*:*:function:${STACKS}*`];
const CODE_DEPLOY = [
  `arn:aws:codedeploy:*:*:application:${STACKS}*`,
  `arn:aws:codedeploy:*:*:deploymentgroup:${STACKS}*`,
  'arn:aws:codedeploy:*:*:deploymentconfig:CodeDeployDefault.Lambda*',
];

/** What watches the stack, and how a new version takes over. */
export const WATCH_PERMISSIONS: readonly DeploymentPermission[] = [
  {
    types: ['AWS::CloudTrail::Trail'],
    actions: [
      'cloudtrail:AddTags',
      'cloudtrail:CreateTrail',
      'cloudtrail:DeleteTrail',
      'cloudtrail:GetEventSelectors',
      'cloudtrail:GetInsightSelectors',
      'cloudtrail:GetTrail',
      'cloudtrail:GetTrailStatus',
      'cloudtrail:ListTags',
      'cloudtrail:PutEventSelectors',
      'cloudtrail:RemoveTags',
      'cloudtrail:StartLogging',
      'cloudtrail:StopLogging',
      'cloudtrail:UpdateTrail',
    ],
    resources: [`arn:aws:cloudtrail:*:*:trail/${STACKS}*`],
  },
  {
    types: ['AWS::Events::Rule'],
    actions: [
      'events:DeleteRule',
      'events:DescribeRule',
      'events:DisableRule',
      'events:EnableRule',
      'events:ListTagsForResource',
      'events:ListTargetsByRule',
      'events:PutRule',
      'events:PutTargets',
      'events:RemoveTargets',
      'events:TagResource',
      'events:UntagResource',
    ],
    resources: [`arn:aws:events:*:*:rule/${STACKS}*`],
  },
  {
    types: ['AWS::Logs::SubscriptionFilter'],
    actions: ['logs:DeleteSubscriptionFilter', 'logs:DescribeSubscriptionFilters', 'logs:PutSubscriptionFilter'],
    resources: [`arn:aws:logs:*:*:log-group:${STACKS}*`, 'arn:aws:logs:*:*:destination:*'],
  },
  {
    types: ['AWS::Logs::MetricFilter'],
    actions: ['logs:DeleteMetricFilter', 'logs:DescribeMetricFilters', 'logs:PutMetricFilter'],
    resources: [`arn:aws:logs:*:*:log-group:${STACKS}*`],
  },
  {
    types: ['AWS::Logs::QueryDefinition'],
    actions: ['logs:DeleteQueryDefinition', 'logs:DescribeQueryDefinitions', 'logs:PutQueryDefinition'],
    // Saved queries are no resources of IAM.
    resources: ['*'],
  },
  {
    types: ['AWS::CloudWatch::Alarm'],
    actions: [
      'cloudwatch:DeleteAlarms',
      'cloudwatch:ListTagsForResource',
      'cloudwatch:PutMetricAlarm',
      'cloudwatch:TagResource',
      'cloudwatch:UntagResource',
    ],
    resources: ALARMS,
  },
  {
    // With less than every resource it does not see composite alarms ("DescribeAlarms" in its API reference).
    types: ['AWS::CloudWatch::Alarm'],
    actions: ['cloudwatch:DescribeAlarms'],
    resources: ['*'],
  },
  {
    types: ['AWS::CloudWatch::Dashboard'],
    // The stack tags no dashboard, but tags of the whole stack (`cdk deploy --tags`) reach it.
    actions: [
      'cloudwatch:DeleteDashboards',
      'cloudwatch:GetDashboard',
      'cloudwatch:ListTagsForResource',
      'cloudwatch:PutDashboard',
      'cloudwatch:TagResource',
      'cloudwatch:UntagResource',
    ],
    resources: DASHBOARDS,
  },
  {
    types: ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'AWS::SNS::Subscription'],
    actions: [
      'sns:CreateTopic',
      'sns:DeleteTopic',
      'sns:GetDataProtectionPolicy',
      'sns:GetSubscriptionAttributes',
      'sns:GetTopicAttributes',
      'sns:ListSubscriptionsByTopic',
      'sns:ListTagsForResource',
      'sns:SetTopicAttributes',
      'sns:Subscribe',
      'sns:TagResource',
      'sns:Unsubscribe',
      'sns:UntagResource',
    ],
    resources: TOPICS,
  },
  {
    types: ['AWS::Lambda::Version', 'AWS::Lambda::Alias'],
    actions: [
      'lambda:CreateAlias',
      'lambda:DeleteAlias',
      'lambda:GetAlias',
      'lambda:GetProvisionedConcurrencyConfig',
      'lambda:ListVersionsByFunction',
      'lambda:PublishVersion',
      'lambda:UpdateAlias',
    ],
    resources: FUNCTIONS,
  },
  {
    // A change of the alias is a deployment: CloudFormation starts it, and waits for its end ("CodeDeployLambdaAliasUpdate").
    types: ['AWS::CodeDeploy::Application', 'AWS::CodeDeploy::DeploymentGroup', 'AWS::Lambda::Alias'],
    actions: [
      'codedeploy:CreateApplication',
      'codedeploy:CreateDeployment',
      'codedeploy:CreateDeploymentGroup',
      'codedeploy:DeleteApplication',
      'codedeploy:DeleteDeploymentGroup',
      'codedeploy:GetApplication',
      'codedeploy:GetApplicationRevision',
      'codedeploy:GetDeployment',
      'codedeploy:GetDeploymentConfig',
      'codedeploy:GetDeploymentGroup',
      'codedeploy:ListTagsForResource',
      'codedeploy:RegisterApplicationRevision',
      'codedeploy:TagResource',
      'codedeploy:UntagResource',
      'codedeploy:UpdateApplication',
      'codedeploy:UpdateDeploymentGroup',
    ],
    resources: CODE_DEPLOY,
  },
  {
    // Takes no resource ("Actions, resources, and condition keys for AWS CodeDeploy").
    types: ['AWS::Lambda::Alias'],
    actions: ['codedeploy:StopDeployment'],
    resources: ['*'],
  },
];
