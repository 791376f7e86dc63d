import type { Access } from './compliance-access';
import type { Act, SimulatedCall } from './simulated-call';
import type { Synthesized } from './template';
import { event, onApi, onFunction, type TrailEvent, withRole } from './trail-events';

const HERE = 'eu-central-1:999900001111';

/** What somebody might do who wants a yes. */
export function onVerdicts(stage: Synthesized, { verdict }: Access): Act {
  if (verdict === undefined) throw new Error('no one asks for verdicts in this stage');
  const { table, secret, question, function: role } = verdict;
  const tableName = table.split('/')[1] ?? '';
  const id = (type: string): string => stage.of(type).find(([each]) => each.startsWith('ProxyVerdicts'))?.[0] ?? '';
  const [api, lambda] = [id('AWS::ApiGateway::RestApi'), id('AWS::Lambda::Function')];
  const onItem = (name: string): TrailEvent => event('dynamodb', name, { managementEvent: false, requestParameters: { tableName } });
  const onTable = (name: string): TrailEvent => event('dynamodb', name, { requestParameters: { resourceArn: table } });
  const ofSecret = (name: string, readOnly: boolean): TrailEvent =>
    event('secretsmanager', name, { readOnly, requestParameters: { secretId: secret } });
  const asked = event('execute-api', 'Invoke', { managementEvent: false });
  const call = (name: string, [title, action, on]: readonly [string, string, string], recorded: TrailEvent): SimulatedCall => ({
    id: name,
    name: `${title}: \`${action}\``,
    asks: [[action, on]],
    event: recorded,
  });
  return {
    heading: 'Get a yes',
    calls: [
      call('ask', ['ask', 'execute-api:Invoke', question], asked),
      call('record-read', ['read a record', 'dynamodb:GetItem', table], onItem('GetItem')),
      call('record-put', ['put a record', 'dynamodb:PutItem', table], onItem('PutItem')),
      call('record-decide', ['decide a record', 'dynamodb:UpdateItem', table], onItem('UpdateItem')),
      call('record-scan', ['list all records', 'dynamodb:Scan', table], onItem('Scan')),
      call('record-copy', ['take a copy along', 'dynamodb:ExportTableToPointInTime', table], onTable('ExportTableToPointInTime')),
      call('table-policy', ['lift the table’s policy', 'dynamodb:DeleteResourcePolicy', table], onTable('DeleteResourcePolicy')),
      call('reading-key', ['read the key that reads', 'secretsmanager:GetSecretValue', secret], ofSecret('GetSecretValue', true)),
      call('reading-key-set', ['set another key', 'secretsmanager:PutSecretValue', secret], ofSecret('PutSecretValue', false)),
      call(
        'ask-policy',
        ['let others ask', 'apigateway:UpdateRestApiPolicy', `arn:aws:apigateway:eu-central-1::/restapis/${api}`],
        onApi('UpdateRestApi', api),
      ),
      call(
        'verdict-code',
        ['give the verdict function other code', 'lambda:UpdateFunctionCode', `arn:aws:lambda:${HERE}:function:${lambda}`],
        onFunction('UpdateFunctionCode20150331v2', lambda),
      ),
      {
        id: 'verdict-borrow',
        name: 'give its role to another function: `iam:PassRole`, `lambda:CreateFunction`',
        asks: [
          ['iam:PassRole', role, { 'iam:PassedToService': 'lambda.amazonaws.com' }],
          ['lambda:CreateFunction', `arn:aws:lambda:${HERE}:function:FaceMatchProxy-another`],
        ],
        event: withRole('CreateFunction20150331', 'FaceMatchProxy-another', role),
      },
    ],
  };
}
