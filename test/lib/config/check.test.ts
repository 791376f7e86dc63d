import { Stack } from 'aws-cdk-lib';
import { checkConfig } from '../../../lib/config/check';
import { FaceMatchProxy } from '../../../lib/face-match-proxy';
import { checked, settings, testApp } from '../../support/template';

const proxyOf = (config: ReturnType<typeof checked>): FaceMatchProxy => new FaceMatchProxy(new Stack(testApp(), 'Stack'), 'Proxy', config);

test('settings that were checked for the region of the stack are passed on as they are, and not checked again', () => {
  const config = checked();
  expect(checkConfig(config, 'again')).toBe(config);
  expect(proxyOf(config).settings).toBe(config);
});

test('a copy of checked settings with another value is checked again', () => {
  const config = checked();
  const changed = { ...config, agent: { ...config.agent, region: undefined, url: 'https://evil.test/agent/' } };
  expect(() => proxyOf(changed)).toThrow(/agent\.url/);
});

test('checked settings cannot be changed in place', () => {
  const config = checked() as { agent: { url?: string }; workflows: { inject: Record<string, { callerFields?: string[] }> } };
  expect(() => {
    config.agent.url = 'https://evil.test/agent/';
  }).toThrow(TypeError);
  const [workflow] = Object.values(config.workflows.inject);
  expect(Object.isFrozen(workflow)).toBe(true);
});

test('settings checked for one region are checked again for another', () => {
  const topicArn = 'arn:aws:sns:eu-central-1:222233334444:on-call';
  const config = checkConfig(settings({ alarms: { topicArn } }), 'x', 'eu-central-1');
  expect(checkConfig(config, 'x', 'eu-central-1')).toBe(config);
  expect(() => checkConfig(config, 'x', 'eu-west-1')).toThrow(/alarms\.topicArn/);
});
