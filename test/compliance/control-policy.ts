/** Those through whom the deployment changes the stack, by the bootstrap of this project; the role of the rollout moves the alias. */
const DEPLOYMENT = ['arn:aws:iam::<account>:role/cdk-fmproxy-*'];
const ROLLOUT = 'arn:aws:iam::<account>:role/FaceMatchProxy-<stage>-*Rollout*';
const BOOTSTRAP = '<ARN of the role that bootstraps>';

/**
 * The service control policy that docs/access.md shows: what only the deployment of a stage does. Not denied is what AWS itself does in its own name, since a
 * service control policy does not bind services.
 */
export const CONTROL_POLICY = {
  Version: '2012-10-17',
  Statement: [
    denied(
      'WhoReadsPhotos',
      ['kms:PutKeyPolicy', 's3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
      ['<ARN of the key of the photos>', '<ARN of the key of everything else>', 'arn:aws:s3:::facematchproxy-<stage>-*'],
      DEPLOYMENT,
    ),
    denied(
      'WhatTheFunctionIs',
      [
        'lambda:AddPermission',
        'lambda:CreateAlias',
        'lambda:CreateFunctionUrlConfig',
        'lambda:InvokeFunction',
        'lambda:PutRuntimeManagementConfig',
        'lambda:UpdateAlias',
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionConfiguration',
      ],
      ['arn:aws:lambda:<region>:<account>:function:FaceMatchProxy-<stage>-*'],
      [...DEPLOYMENT, ROLLOUT],
    ),
    denied(
      'WhoIsLetThrough',
      ['apigateway:DELETE', 'apigateway:PATCH', 'apigateway:POST', 'apigateway:PUT', 'apigateway:UpdateRestApiPolicy'],
      ['arn:aws:apigateway:<region>::/restapis/<id of the API>', 'arn:aws:apigateway:<region>::/restapis/<id of the API>/*'],
      DEPLOYMENT,
    ),
    denied(
      'WhatRolesMayDo',
      [
        'iam:AttachRolePolicy',
        'iam:CreateRole',
        'iam:DeleteRole',
        'iam:DeleteRolePermissionsBoundary',
        'iam:DeleteRolePolicy',
        'iam:DetachRolePolicy',
        'iam:PassRole',
        'iam:PutRolePermissionsBoundary',
        'iam:PutRolePolicy',
        'iam:UpdateAssumeRolePolicy',
      ],
      [
        'arn:aws:iam::<account>:role/FaceMatchProxy-<stage>-*',
        'arn:aws:iam::<account>:role/cdk-fmproxy-*',
        '<ARN of each role in operators>',
      ],
      [...DEPLOYMENT, BOOTSTRAP],
    ),
    denied(
      'WhatPoliciesSay',
      ['iam:CreatePolicyVersion', 'iam:DeletePolicy', 'iam:DeletePolicyVersion', 'iam:SetDefaultPolicyVersion'],
      ['arn:aws:iam::<account>:policy/FaceMatchProxy-<stage>-*', 'arn:aws:iam::<account>:policy/face-match-proxy-*'],
      [...DEPLOYMENT, BOOTSTRAP],
    ),
    denied(
      'WhoDeploys',
      [
        'cloudformation:ContinueUpdateRollback',
        'cloudformation:CreateChangeSet',
        'cloudformation:DeleteStack',
        'cloudformation:ExecuteChangeSet',
        'cloudformation:ExecuteStackRefactor',
        'cloudformation:RollbackStack',
        'cloudformation:UpdateStack',
      ],
      [
        'arn:aws:cloudformation:<region>:<account>:stack/FaceMatchProxy-<stage>/*',
        'arn:aws:cloudformation:<region>:<account>:stack/CDKToolkit-fmproxy/*',
      ],
      [...DEPLOYMENT, BOOTSTRAP],
    ),
    denied(
      'WhatIsDeployed',
      ['s3:DeleteObject', 's3:PutBucketPolicy', 's3:PutObject'],
      ['arn:aws:s3:::cdk-fmproxy-assets-<account>-<region>', 'arn:aws:s3:::cdk-fmproxy-assets-<account>-<region>/*'],
      [...DEPLOYMENT, BOOTSTRAP],
    ),
    denied(
      'WhoBecomesWhom',
      ['sts:AssumeRole'],
      ['arn:aws:iam::<account>:role/cdk-fmproxy-*', '<ARN of each role in operators>'],
      ['<ARN of each role that takes one of these on>'],
    ),
    denied(
      'WhatIsOnRecord',
      ['cloudtrail:DeleteTrail', 'cloudtrail:PutEventSelectors', 'cloudtrail:StopLogging', 'cloudtrail:UpdateTrail'],
      ['arn:aws:cloudtrail:<region>:<account>:trail/FaceMatchProxy-<stage>-*'],
      DEPLOYMENT,
    ),
  ],
};

function denied(Sid: string, Action: readonly string[], Resource: readonly string[], except: readonly string[]) {
  return { Sid, Effect: 'Deny', Action, Resource, Condition: { ArnNotLike: { 'aws:PrincipalArn': except } } };
}

/** As it stands in the document: a line a member, and lists on as few lines as fit. */
export function controlPolicyText(): string {
  const statements = CONTROL_POLICY.Statement.map((statement) => {
    const members = Object.entries(statement).map(([name, value]) => `      ${JSON.stringify(name)}: ${listed(value)}`);
    return `    {\n${members.join(',\n')}\n    }`;
  });
  return `{\n  "Version": "${CONTROL_POLICY.Version}",\n  "Statement": [\n${statements.join(',\n')}\n  ]\n}`;
}

function listed(value: unknown): string {
  return JSON.stringify(value).replace(/([,:])(?=["[{])/g, '$1 ');
}
