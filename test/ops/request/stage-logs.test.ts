import { stageLogs } from '../../../ops/request/stage-logs';
import type { StackResource } from '../../../ops/stage/stack-resources';
import type { Stage } from '../../../ops/stage/stage';
import { synthesizeStage, VERDICTS } from '../../support/template';

test('the logs of a request of the SDKs and of a question have different names', () => {
  const groups = synthesizeStage('verdicts', VERDICTS).of('AWS::Logs::LogGroup');
  const resources = groups.map(([logicalId, { Type }]) => ({ type: Type, logicalId, physicalId: logicalId }) as StackResource);
  const names = stageLogs({ stackName: 'FaceMatchProxy-prod' } as Stage, resources).map(({ name }) => name);
  expect(names.sort()).toEqual([
    'access log',
    'execution log',
    'firewall',
    'function',
    'verdict: access log',
    'verdict: execution log',
    'verdict: function',
  ]);
});
