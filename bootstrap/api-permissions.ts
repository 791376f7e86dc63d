import { type DeploymentPermission, STACKS } from './deployment-permission';

const FUNCTIONS = [`arn:aws:lambda:*:*:function:${STACKS}*`];
const ROLES = `arn:aws:iam::*:role/${STACKS}*`;
const POLICIES = `arn:aws:iam::*:policy/${STACKS}*`;
const STAGES = 'arn:aws:apigateway:*::/restapis/*/stages/*';
const WEB_ACLS = [STACKS, 'ProxyFirewall'].map((name) => `arn:aws:wafv2:*:*:regional/webacl/${name}*`);
const MANAGED_RULES = 'arn:aws:wafv2:*:*:regional/managedruleset/*';

/** The APIs and what is before and behind them. */
export const API_PERMISSIONS: readonly DeploymentPermission[] = [
  {
    types: [
      'AWS::ApiGateway::Account',
      'AWS::ApiGateway::Authorizer',
      'AWS::ApiGateway::BasePathMapping',
      'AWS::ApiGateway::Deployment',
      'AWS::ApiGateway::DomainName',
      'AWS::ApiGateway::GatewayResponse',
      'AWS::ApiGateway::Method',
      'AWS::ApiGateway::Model',
      'AWS::ApiGateway::RequestValidator',
      'AWS::ApiGateway::Resource',
      'AWS::ApiGateway::RestApi',
      'AWS::ApiGateway::Stage',
    ],
    actions: ['apigateway:DELETE', 'apigateway:GET', 'apigateway:PATCH', 'apigateway:POST', 'apigateway:PUT'],
    resources: ['account', 'domainnames', 'domainnames/*', 'restapis', 'restapis/*', 'tags/*'].map(
      (path) => `arn:aws:apigateway:*::/${path}`,
    ),
  },
  {
    // Also asked where an API has a resource policy ("Actions defined by Amazon API Gateway Management").
    types: ['AWS::ApiGateway::RestApi'],
    actions: ['apigateway:UpdateRestApiPolicy'],
    resources: ['restapis', 'restapis/*'].map((path) => `arn:aws:apigateway:*::/${path}`),
  },
  {
    types: ['AWS::WAFv2::WebACLAssociation'],
    actions: ['apigateway:SetWebACL', 'wafv2:AssociateWebACL', 'wafv2:DisassociateWebACL', 'wafv2:GetWebACLForResource'],
    resources: [STAGES, ...WEB_ACLS],
  },
  {
    types: ['AWS::WAFv2::WebACL', 'AWS::WAFv2::WebACLAssociation'],
    actions: [
      'wafv2:CreateWebACL',
      'wafv2:DeleteWebACL',
      'wafv2:GetWebACL',
      'wafv2:ListTagsForResource',
      'wafv2:TagResource',
      'wafv2:UntagResource',
      'wafv2:UpdateWebACL',
    ],
    resources: [...WEB_ACLS, MANAGED_RULES],
  },
  {
    types: ['AWS::WAFv2::LoggingConfiguration'],
    actions: ['wafv2:DeleteLoggingConfiguration', 'wafv2:GetLoggingConfiguration', 'wafv2:PutLoggingConfiguration'],
    resources: WEB_ACLS,
  },
  {
    types: ['AWS::WAFv2::LoggingConfiguration'],
    actions: [
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:UpdateLogDelivery',
    ],
    // Deliveries are no resources of IAM.
    resources: ['*'],
  },
  {
    types: ['AWS::ApiGateway::DomainName', 'AWS::WAFv2::LoggingConfiguration'],
    actions: ['iam:CreateServiceLinkedRole'],
    resources: ['ops.apigateway', 'wafv2'].map((service) => `arn:aws:iam::*:role/aws-service-role/${service}.amazonaws.com/*`),
  },
  {
    types: ['AWS::Lambda::Function'],
    actions: [
      'lambda:CreateFunction',
      'lambda:DeleteFunction',
      'lambda:DeleteFunctionConcurrency',
      'lambda:GetFunction',
      'lambda:GetFunctionCodeSigningConfig',
      'lambda:GetFunctionConfiguration',
      'lambda:GetFunctionRecursionConfig',
      'lambda:GetRuntimeManagementConfig',
      'lambda:ListTags',
      'lambda:PutFunctionConcurrency',
      'lambda:TagResource',
      'lambda:UntagResource',
      'lambda:UpdateFunctionCode',
      'lambda:UpdateFunctionConfiguration',
    ],
    resources: FUNCTIONS,
  },
  {
    types: ['AWS::Lambda::Permission'],
    actions: ['lambda:AddPermission', 'lambda:GetPolicy', 'lambda:RemovePermission'],
    resources: FUNCTIONS,
  },
  {
    // The bundled function, which the command line has put into the bucket of the bootstrap.
    types: ['AWS::Lambda::Function'],
    actions: ['s3:GetObject'],
    resources: ['arn:aws:s3:::cdk-*-assets-*/*'],
  },
  {
    types: ['AWS::IAM::Role'],
    actions: [
      'iam:CreateRole',
      'iam:DeleteRole',
      'iam:DeleteRolePermissionsBoundary',
      'iam:GetRole',
      'iam:GetRolePolicy',
      'iam:ListAttachedRolePolicies',
      'iam:ListRolePolicies',
      'iam:ListRoleTags',
      'iam:PutRolePermissionsBoundary',
      'iam:TagRole',
      'iam:UntagRole',
      'iam:UpdateAssumeRolePolicy',
      'iam:UpdateRole',
    ],
    resources: [ROLES],
  },
  {
    types: ['AWS::IAM::ManagedPolicy'],
    actions: ['iam:AttachRolePolicy', 'iam:DetachRolePolicy'],
    resources: [ROLES],
    condition: { ArnLike: { 'iam:PolicyARN': POLICIES } },
  },
  {
    types: ['AWS::IAM::ManagedPolicy'],
    actions: [
      'iam:CreatePolicy',
      'iam:CreatePolicyVersion',
      'iam:DeletePolicy',
      'iam:DeletePolicyVersion',
      'iam:GetPolicy',
      'iam:GetPolicyVersion',
      'iam:ListEntitiesForPolicy',
      'iam:ListPolicyVersions',
      'iam:TagPolicy',
      'iam:UntagPolicy',
    ],
    resources: [POLICIES],
  },
  {
    types: [
      'AWS::ApiGateway::Account',
      'AWS::CloudTrail::Trail',
      'AWS::CodeDeploy::DeploymentGroup',
      'AWS::Events::Rule',
      'AWS::Lambda::Function',
      'AWS::Logs::SubscriptionFilter',
    ],
    actions: ['iam:PassRole'],
    resources: [ROLES],
    condition: {
      StringEquals: {
        'iam:PassedToService': ['apigateway', 'cloudtrail', 'codedeploy', 'events', 'lambda', 'logs'].map(
          (service) => `${service}.amazonaws.com`,
        ),
      },
    },
  },
  {
    types: ['AWS::Route53::RecordSet'],
    actions: ['route53:ChangeResourceRecordSets', 'route53:GetHostedZone', 'route53:ListResourceRecordSets'],
    resources: ['arn:aws:route53:::hostedzone/*'],
  },
  { types: ['AWS::Route53::RecordSet'], actions: ['route53:GetChange'], resources: ['arn:aws:route53:::change/*'] },
];
