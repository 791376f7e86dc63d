import { CfnOutput, Stack } from 'aws-cdk-lib';
import { addOutputs, FaceMatchProxy } from '../../lib';
import { readStageOutputs } from '../../ops/stage/stage-outputs';
import { version } from '../../package.json';
import { checked, Synthesized, synthesizeStage, testApp, VERDICTS } from '../support/template';

/** A stack of an app's own, with one proxy. */
function bank(config = checked()): { stack: Stack; proxy: FaceMatchProxy } {
  const stack = new Stack(testApp(), 'Bank');
  return { stack, proxy: new FaceMatchProxy(stack, 'Proxy', config) };
}

test('a stack of one’s own says to the command line what a stage says', () => {
  const { stack, proxy } = bank();
  stack.templateOptions.metadata = { owner: 'step-up' };
  addOutputs(proxy);
  const { template } = new Synthesized(stack);
  const values = Object.fromEntries(
    Object.entries<{ Value: unknown }>(template.Outputs).map(([id, { Value }]) => [id, concreteText(Value)]),
  );
  expect(readStageOutputs(values, 'Bank')).toMatchObject({
    userPoolClientIds: [expect.any(String)],
    images: { face: { key: 'faces/{subject}' } },
  });
  expect(template.Metadata).toMatchObject({ owner: 'step-up', 'face-match-proxy': { version } });
});

test('a stage has the outputs by itself, those of verdicts where it has verdicts', () => {
  const names = (of: Synthesized) => Object.keys(of.template.Outputs);
  const always = names(synthesizeStage('dev'));
  expect(names(synthesizeStage('verdicts', VERDICTS))).toEqual([...always, 'VerdictsUrl', 'ReadingSecretArn']);
});

test('a second proxy in one stack is refused, and what to do is said', () => {
  const { stack, proxy } = bank();
  new CfnOutput(stack, 'ProxyBaseUrl', { value: 'https://example.com' });
  expect(() => addOutputs(proxy)).toThrow('The stack Bank has the outputs of a proxy already: put Bank/Proxy in a stack of its own.');
});

/** References stand for whatever CloudFormation fills in. */
function concreteText(value: unknown): string {
  return typeof value === 'string' ? value : 'filled-in';
}
