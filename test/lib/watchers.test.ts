import { checkConfig } from '../../lib/config/check';
import { FaceMatchProxyStack } from '../../lib/face-match-proxy-stack';
import { checked, settings, testApp } from '../support/template';

const SECOND = 'arn:aws:sns:eu-central-1:999900001111:security';
const BUS = 'arn:aws:events:eu-central-1:111122223333:event-bus/security';
const TOPIC = 'arn:aws:sns:eu-central-1:999900001111:on-call';

describe('alarms.watchers', () => {
  const refused = (watchers: object, more: object = {}): string => {
    try {
      checked({ alarms: { ...more, watchers } });
    } catch (error) {
      return (error as Error).message;
    }
    return '';
  };

  test('is exactly one of two, and not the topic of the alarms', () => {
    expect(refused({})).toContain('exactly one of "topicArn", "eventBusArn"');
    expect(refused({ topicArn: SECOND, eventBusArn: BUS })).toContain('exactly one of "topicArn", "eventBusArn"');
    expect(refused({ topicArn: TOPIC }, { topicArn: TOPIC })).toContain('another topic than alarms.topicArn');
    expect(refused({ topicArn: SECOND }, { topicArn: TOPIC })).toBe('');
  });

  test.each([
    ['a second topic', { topicArn: SECOND.replace('eu-central-1', 'eu-west-1') }],
    ['a bus', { eventBusArn: BUS.replace('eu-central-1', 'eu-west-1') }],
  ])('is of the region of the stack: %s', (_, watchers) => {
    expect(refused(watchers, { topicArn: TOPIC })).toContain('an ARN of eu-central-1');
    const given = { ...settings({ auditTrail: { trail: 'on' } }), alarms: { email: 'on-call@bank.test', watchers } };
    expect(() => checkConfig(given, 'test', 'eu-central-1')).toThrow('an ARN of eu-central-1, the region of the stack');
    expect(() => checkConfig(given, 'test', 'eu-west-1')).not.toThrow();
  });

  const stackOf = (account: string, watchers: object) => () => {
    const alarms = { email: 'on-call@bank.test', watchers };
    const props = { config: checked({ auditTrail: { trail: 'on' }, alarms }), env: { account, region: 'eu-central-1' } };
    return new FaceMatchProxyStack(testApp(), 'FaceMatchProxy-test', props);
  };

  test('takes a topic of the account of the stack alone, and a bus of another alone', () => {
    expect(stackOf('999900001111', { topicArn: SECOND })).not.toThrow();
    expect(stackOf('111122223333', { topicArn: SECOND })).toThrow(
      /watchers\.topicArn is of account 999900001111.*eventBusArn for another/s,
    );
    expect(stackOf('999900001111', { eventBusArn: BUS })).not.toThrow();
    expect(stackOf('111122223333', { eventBusArn: BUS })).toThrow(/watchers\.eventBusArn is of the account of the stack, 111122223333/);
  });
});
