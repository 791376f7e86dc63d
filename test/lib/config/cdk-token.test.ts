import { App, Aws, Fn, Stack, Token } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { isCdkToken } from '../../../lib/config/cdk-token';

const topic = new Topic(new Stack(new App(), 'Stack'), 'Topic');

test.each([
  ['an ARN of a resource', topic.topicArn],
  ['a pseudo parameter within a text', `arn:aws:sns:${Aws.REGION}:111122223333:alarms`],
  ['the import of an export', Fn.importValue('alarms')],
  ['a value that is known last', Token.asString({ Ref: 'Topic' })],
])('a text that CDK fills in at deployment is known as one: %s', (_what, text) => {
  expect(Token.isUnresolved(text)).toBe(true);
  expect(isCdkToken(text)).toBe(true);
});

test.each(['arn:aws:sns:eu-central-1:111122223333:alarms', '$' + '{Token}', 'Token[1]', ''])('and any other is not: %j', (text) => {
  expect(Token.isUnresolved(text)).toBe(false);
  expect(isCdkToken(text)).toBe(false);
});
