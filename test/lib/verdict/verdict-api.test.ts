import { GATEWAY_ANSWERS } from '../../../lib/api/gateway-responses';
import { VERDICT_ANSWERS } from '../../../lib/verdict/verdict-answers';
import { Access } from '../../support/compliance-access';
import { ADMINISTRATOR, ROOT } from '../../support/stack-policies';
import { synthesizeStage, VERDICTS } from '../../support/template';

const stage = synthesizeStage('verdicts', VERDICTS);
const access = new Access(stage);
const question = access.verdict?.question ?? '';
const [SAME_ACCOUNT, OTHER_ACCOUNT] = ['arn:aws:iam::999900001111:role/bank/Payments', 'arn:aws:iam::222233334444:role/Telephony'];
const INVOKE = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: question } as const;

const ofVerdicts = (type: string) => stage.of(type).filter(([id]) => id.startsWith('ProxyVerdicts'));
const [settings] = stage.one('AWS::ApiGateway::Stage', /Verdicts/).MethodSettings;

describe('the API that is asked for verdicts', () => {
  test('has one method, which IAM guards, and none for browsers', () => {
    const methods = ofVerdicts('AWS::ApiGateway::Method').map(([, { Properties }]) => Properties);
    expect(methods.map(({ HttpMethod, AuthorizationType }) => [HttpMethod, AuthorizationType])).toEqual([['POST', 'AWS_IAM']]);
    expect(ofVerdicts('AWS::ApiGateway::Resource').map(([, { Properties }]) => Properties.PathPart)).toEqual(['verdicts']);
    const responses = ofVerdicts('AWS::ApiGateway::GatewayResponse');
    expect(JSON.stringify([methods, responses])).not.toMatch(/Access-Control|Origin/);
  });

  test('answers by the address that AWS gives, in which a signer finds service and region, and takes no old TLS', () => {
    expect(stage.one('AWS::ApiGateway::RestApi', /Verdicts/)).toMatchObject({
      DisableExecuteApiEndpoint: false,
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: expect.stringContaining('TLS13_1_2_PFS'),
    });
    expect(ofVerdicts('AWS::ApiGateway::DomainName')).toEqual([]);
  });

  test('calls its own function alone, and only by this method', () => {
    const [[, permission] = []] = ofVerdicts('AWS::Lambda::Permission');
    expect(ofVerdicts('AWS::Lambda::Permission')).toHaveLength(1);
    expect(permission?.Properties).toMatchObject({
      Principal: 'apigateway.amazonaws.com',
      FunctionName: { Ref: expect.stringContaining('VerdictsFunctionLive') },
    });
    expect(JSON.stringify(permission?.Properties.SourceArn)).toMatch(/\/POST\/verdicts"/);
    expect(JSON.stringify(permission?.Properties.SourceArn)).not.toContain('test-invoke-stage');
    const { Integration } = stage.one('AWS::ApiGateway::Method', /Verdicts/);
    expect(JSON.stringify(Integration.Uri)).toContain('VerdictsFunctionLive');
  });

  test('refuses what is no question before the function is called, under any content type', () => {
    const { RequestModels, RequestValidatorId } = stage.one('AWS::ApiGateway::Method', /Verdicts/);
    expect(Object.keys(RequestModels)).toEqual(['$default']);
    expect(stage.resources[RequestModels.$default.Ref]?.Properties.Schema).toMatchObject({
      type: 'object',
      required: ['transactionId', 'subject', 'workflowId', 'step', 'askedAt'],
    });
    expect(stage.resources[RequestValidatorId.Ref]?.Properties.ValidateRequestBody).toBe(true);
  });

  test('is throttled by its own settings and writes no body to a log', () => {
    expect(settings).toMatchObject({ ThrottlingRateLimit: 5, ThrottlingBurstLimit: 8, DataTraceEnabled: false, LoggingLevel: 'ERROR' });
    expect(stage.one('AWS::ApiGateway::Stage', /ProxyApi/).MethodSettings[0]).toMatchObject({ ThrottlingRateLimit: 50 });
  });

  test('writes who asked to a separate access log, and the SDKs’ API does not', () => {
    const { AccessLogSetting } = stage.one('AWS::ApiGateway::Stage', /Verdicts/);
    expect(JSON.stringify(AccessLogSetting.DestinationArn)).toContain('VerdictsApiAccessLog');
    expect(JSON.parse(AccessLogSetting.Format)).toMatchObject({ userArn: '$context.identity.userArn' });
    expect(stage.one('AWS::ApiGateway::Stage', /ProxyApi/).AccessLogSetting.Format).not.toContain('userArn');
  });

  test('has an execution log that is there before the stage, encrypted and with an end', () => {
    const [[id, log] = ['']] = ofVerdicts('AWS::Logs::LogGroup').filter(([each]) => each.includes('ExecutionLog'));
    expect(JSON.stringify(log?.Properties.LogGroupName)).toMatch(/API-Gateway-Execution-Logs_.*VerdictsApi.*live/);
    expect(log?.Properties).toMatchObject({ KmsKeyId: expect.anything(), RetentionInDays: expect.any(Number) });
    expect(stage.of('AWS::ApiGateway::Stage').find(([each]) => /Verdicts/.test(each))?.[1].DependsOn).toContain(id);
  });

  test('answers 403 to what is not signed, wrongly signed, or of a role that may not ask, and tells how to sign', () => {
    const answers = new Map(VERDICT_ANSWERS.map((answer) => [answer.type.responseType, answer]));
    expect(answers.size).toBe(GATEWAY_ANSWERS.length);
    const made = ofVerdicts('AWS::ApiGateway::GatewayResponse').map(([, { Properties }]) => Properties);
    expect(made).toHaveLength(GATEWAY_ANSWERS.length);
    for (const type of ['MISSING_AUTHENTICATION_TOKEN', 'INVALID_SIGNATURE', 'ACCESS_DENIED', 'EXPIRED_TOKEN']) {
      const { StatusCode, ResponseTemplates } = made.find(({ ResponseType }) => ResponseType === type) ?? {};
      const problem = JSON.parse(ResponseTemplates['application/json']);
      expect([type, StatusCode, problem.status]).toEqual([type, '403', 403]);
      expect(problem.detail).toMatch(/^Sign /);
      expect(ResponseTemplates['application/json']).not.toContain('$context.error');
    }
  });
});

describe('a question goes through', () => {
  const may = (who: string, ...own: Parameters<Access['may']>[4][]) => access.may(who, 'execute-api:Invoke', question, {}, own[0]);

  test('for a role of the account that the settings name, with and without a policy of its own', () => {
    expect(may(SAME_ACCOUNT)).toBe(true);
    expect(may(SAME_ACCOUNT, [])).toBe(true);
  });

  test('for a role of another account that the settings name, only with a policy of its own', () => {
    expect(may(OTHER_ACCOUNT, [INVOKE])).toBe(true);
    expect(may(OTHER_ACCOUNT, [])).toBe(false);
  });

  test.each([
    ['the root user', ROOT],
    ['an administrator', ADMINISTRATOR],
    ['a role of that name under another path', 'arn:aws:iam::999900001111:role/Payments'],
    ['a role of that name in another account', 'arn:aws:iam::222233334444:role/bank/Payments'],
    ['a role whose name goes on', `${SAME_ACCOUNT}Test`],
    ['a user of that name', 'arn:aws:iam::999900001111:user/bank/Payments'],
    ['the function that starts transactions', access.function],
    ['the function that answers', access.verdict?.function ?? ''],
  ])('for no other, even if their own policies allow everything: %s', (_, who) => {
    expect(may(who, [{ Effect: 'Allow', Action: '*', Resource: '*' }])).toBe(false);
  });

  test('for no one on another method or stage of this API that may come', () => {
    for (const on of [question.replace('POST', 'GET'), question.replace('live', 'test'), `${question}/x`])
      expect(access.may(ADMINISTRATOR, 'execute-api:Invoke', on)).toBe(false);
  });
});
