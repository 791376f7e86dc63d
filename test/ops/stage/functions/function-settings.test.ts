import { type CallerRules, type TokenRules, VARIABLES, type WorkflowRules } from '../../../../contract/environment';
import { Failure } from '../../../../ops/failures/failures';
import { readFunctionSettings } from '../../../../ops/stage/functions/function-settings';

/** Written with the function's own names and types, so that the two cannot drift apart. */
const tokens: TokenRules = { use: 'access', clientIds: ['c'] };
const rules: CallerRules = { subjectClaim: 'username', consentUserId: 'replace', consentGate: 'consent-required' };
const workflows: WorkflowRules = { inject: { w: { field: 'faceImage', image: 'face' } }, passThrough: {} };
const environment = {
  [VARIABLES.agentUrl]: 'https://api.eu.platform.microblink.com/agent/',
  [VARIABLES.tokens]: JSON.stringify(tokens),
  [VARIABLES.callerRules]: JSON.stringify(rules),
  [VARIABLES.workflows]: JSON.stringify(workflows),
  [VARIABLES.corsOrigins]: '"*"',
};

test('the variables of the function are read as the stack writes them', () => {
  expect(readFunctionSettings(environment, 'fn')).toMatchObject({
    ...{ tokens, subjectClaim: 'username', consentUserId: 'replace', inject: workflows.inject, corsOrigins: '*' },
    agentUrl: 'https://api.eu.platform.microblink.com/agent/',
  });
});

test('a function without them is named, with what it lacks', () => {
  const { [VARIABLES.workflows]: _, ...others } = environment;
  const read = () => readFunctionSettings({ ...others, [VARIABLES.tokens]: '{' }, 'fn');
  expect(read).toThrow(Failure);
  expect(read).toThrow('no usable CALLER_TOKENS, WORKFLOWS');
});
