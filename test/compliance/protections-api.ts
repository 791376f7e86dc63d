import { every, first, type Protection } from '../support/compliance-protection';
import { preflight } from '../support/stack-preflight';
import type { Synthesized } from '../support/template';

const STAGE = 'AWS::ApiGateway::Stage';

// biome-ignore lint/suspicious/noExplicitAny: as the template has it.
function settingsOf(stage: Synthesized): any {
  return first(stage, STAGE).Properties.MethodSettings.find(({ ResourcePath }: { ResourcePath: string }) => ResourcePath === '/*');
}

/** What of a request gets through, and what of it stays. */
export const API_PROTECTIONS: readonly Protection[] = [
  {
    promise: 'a transaction that is no JSON object ends at the gateway, with any content type',
    controls: ['OWASP API8', 'nag AwsSolutions-APIG2'],
    holds: (stage) =>
      stage
        .of('AWS::ApiGateway::Method')
        .filter(([id, { Properties }]) => Properties.HttpMethod === 'POST' && /transactionPOST/.test(id))
        .every(
          ([, { Properties }]) => Properties.RequestModels?.$default?.Ref !== undefined && Properties.RequestValidatorId?.Ref !== undefined,
        ),
    remove: (stage) => {
      const { RequestModels } = first(stage, 'AWS::ApiGateway::Method', /transactionPOST/).Properties;
      RequestModels['application/json'] = RequestModels.$default;
      delete RequestModels.$default;
    },
  },
  {
    promise: 'no body is written to the execution log',
    controls: ['OWASP API8'],
    holds: (stage) =>
      every(stage, [STAGE], ({ Properties }) =>
        Properties.MethodSettings.every((of: { DataTraceEnabled?: boolean }) => of.DataTraceEnabled === false),
      ),
    // Left out it is not off but what it was before (aws-cdk issue 17578).
    remove: (stage) => {
      delete settingsOf(stage).DataTraceEnabled;
    },
  },
  {
    promise: 'all callers together are throttled',
    controls: ['OWASP API4', 'nag Serverless-APIGWDefaultThrottling'],
    holds: (stage) => settingsOf(stage).ThrottlingRateLimit <= 1000 && settingsOf(stage).ThrottlingBurstLimit <= 1000,
    remove: (stage) => {
      delete settingsOf(stage).ThrottlingRateLimit;
    },
  },
  {
    promise: 'every request is in the access log',
    controls: ['nag AwsSolutions-APIG1'],
    holds: (stage) => every(stage, [STAGE], ({ Properties }) => Properties.AccessLogSetting?.DestinationArn !== undefined),
    remove: (stage) => {
      delete first(stage, STAGE).Properties.AccessLogSetting;
    },
  },
  {
    promise: 'the access log holds no claim and no text that a caller can shape',
    controls: ['OWASP API8'],
    holds: (stage) =>
      !/claims|principalId|userAgent|error\.message|querystring|\$context\.path\b|\$context\.requestId\b/.test(accessLogOf(stage)),
    remove: (stage) => {
      const { AccessLogSetting } = first(stage, STAGE).Properties;
      AccessLogSetting.Format = AccessLogSetting.Format.replace('}', ',"subject":"$context.authorizer.claims.sub"}');
    },
  },
  {
    promise: 'a page of another origin gets no leave to call',
    controls: ['OWASP API8'],
    holds: (stage) =>
      stage
        .of('AWS::ApiGateway::Method')
        .filter(([, { Properties }]) => Properties.HttpMethod === 'OPTIONS')
        .every(([, { Properties }]) => preflight(Properties, { Origin: 'https://evil.test' })['Access-Control-Allow-Origin'] === undefined),
    remove: (stage) => {
      const [response] = first(stage, 'AWS::ApiGateway::Method', /OPTIONS/).Properties.Integration.IntegrationResponses;
      response.ResponseParameters['method.response.header.Access-Control-Allow-Origin'] = "'*'";
    },
  },
  {
    promise: 'a refusal by the gateway repeats nothing of the request',
    controls: ['OWASP API8'],
    holds: (stage) =>
      every(stage, ['AWS::ApiGateway::GatewayResponse'], ({ Properties }) => {
        const quotes = ['MISSING_AUTHENTICATION_TOKEN', 'INVALID_SIGNATURE', 'ACCESS_DENIED', 'DEFAULT_4XX', 'DEFAULT_5XX'];
        return (
          !quotes.includes(Properties.ResponseType) || !JSON.stringify(Properties.ResponseTemplates).includes('$context.error.message')
        );
      }),
    remove: (stage) => {
      const { ResponseTemplates } = first(stage, 'AWS::ApiGateway::GatewayResponse', /DEFAULT4XX|DEFAULT_?4/i).Properties;
      ResponseTemplates['application/json'] = '{"message":$context.error.messageString}';
    },
  },
  {
    promise: 'no reply is stored on its way',
    controls: ['Security Hub APIGateway.5'],
    holds: (stage) =>
      every(stage, [STAGE], ({ Properties }) => Properties.CacheClusterEnabled !== true && settingsOf(stage).CachingEnabled !== true),
    remove: (stage) => {
      first(stage, STAGE).Properties.CacheClusterEnabled = true;
    },
  },
  {
    promise: 'there are the routes of the table and no greedy one',
    controls: ['OWASP API9'],
    holds: (stage) => every(stage, ['AWS::ApiGateway::Resource'], ({ Properties }) => !Properties.PathPart.includes('+')),
    remove: (stage) => {
      first(stage, 'AWS::ApiGateway::Resource').Properties.PathPart = '{proxy+}';
    },
  },
];

function accessLogOf(stage: Synthesized): string {
  return String(first(stage, STAGE).Properties.AccessLogSetting?.Format ?? '$context.path');
}
