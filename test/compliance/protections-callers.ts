import { every, first, type Protection } from '../support/compliance-protection';
import type { Synthesized } from '../support/template';

const POOL = 'AWS::Cognito::UserPool';
const CLIENT = 'AWS::Cognito::UserPoolClient';

// biome-ignore lint/suspicious/noExplicitAny: properties are arbitrary JSON, and each protection says which it means.
type Properties = any;

/** A promise about one set of properties: it holds while `kept` does, and is gone after `lost`. */
function about(
  type: string,
  promise: string,
  controls: readonly string[],
  kept: (of: Properties) => boolean,
  lost: (of: Properties) => void,
): Protection {
  return {
    promise,
    controls,
    holds: (stage: Synthesized) => every(stage, [type], ({ Properties }) => kept(Properties)),
    remove: (stage: Synthesized) => lost(first(stage, type).Properties),
  };
}

/** Who may call. */
export const CALLER_PROTECTIONS: readonly Protection[] = [
  {
    promise: 'every route of the SDKs but a preflight asks for a token of the user pool',
    controls: ['OWASP API2', 'OWASP API5'],
    holds: (stage) =>
      every(stage, ['AWS::ApiGateway::Method'], ({ Properties: { HttpMethod, AuthorizationType, AuthorizerId } }, id) =>
        HttpMethod === 'OPTIONS' || id.startsWith('ProxyVerdicts')
          ? true
          : AuthorizationType === 'COGNITO_USER_POOLS' && AuthorizerId?.Ref !== undefined,
      ),
    remove: (stage) => {
      first(stage, 'AWS::ApiGateway::Method', /POST/).Properties.AuthorizationType = 'NONE';
    },
  },
  about(
    'AWS::ApiGateway::Authorizer',
    'no answer of the authorizer is kept longer than the token',
    ['OWASP API2'],
    (of) => of.AuthorizerResultTtlInSeconds === 0,
    (of) => {
      of.AuthorizerResultTtlInSeconds = 300;
    },
  ),
  about(
    'AWS::ApiGateway::Authorizer',
    'a token of another app client of the pool is refused',
    ['OWASP API2'],
    (of) => /^\^\(.*\)\$$/.test(JSON.stringify(of.IdentityValidationExpression ?? '').replace(/[[\]"{},:]|Fn::Join|Ref/g, '')),
    (of) => {
      delete of.IdentityValidationExpression;
    },
  ),
  about(
    POOL,
    'no one can sign up',
    ['OWASP API2'],
    (of) => of.AdminCreateUserConfig?.AllowAdminCreateUserOnly === true,
    (of) => {
      of.AdminCreateUserConfig.AllowAdminCreateUserOnly = false;
    },
  ),
  about(
    POOL,
    'passwords are long and mixed',
    ['Security Hub Cognito.3'],
    ({ Policies }) => {
      const { MinimumLength, ...mixed } = Policies?.PasswordPolicy ?? {};
      return MinimumLength >= 12 && ['Lowercase', 'Uppercase', 'Numbers', 'Symbols'].every((kind) => mixed[`Require${kind}`] === true);
    },
    (of) => {
      of.Policies.PasswordPolicy.MinimumLength = 6;
    },
  ),
  about(
    POOL,
    'users can register a second factor that no telephone company can give away',
    ['Security Hub Cognito.5'],
    (of) => ['ON', 'OPTIONAL'].includes(of.MfaConfiguration) && String(of.EnabledMfas) === 'SOFTWARE_TOKEN_MFA',
    (of) => {
      of.MfaConfiguration = 'OFF';
    },
  ),
  about(
    POOL,
    'a sign-in that looks stolen is refused',
    ['Security Hub Cognito.1'],
    (of) => of.UserPoolTier === 'PLUS' && of.UserPoolAddOns?.AdvancedSecurityMode === 'ENFORCED',
    (of) => {
      of.UserPoolAddOns.AdvancedSecurityMode = 'AUDIT';
    },
  ),
  about(
    POOL,
    'the pool cannot be deleted by mistake',
    ['Security Hub Cognito.6'],
    (of) => of.DeletionProtection === 'ACTIVE',
    (of) => {
      of.DeletionProtection = 'INACTIVE';
    },
  ),
  about(
    CLIENT,
    'clients prove the password and never send it',
    ['OWASP API2'],
    (of) => of.ExplicitAuthFlows?.every((flow: string) => ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'].includes(flow)) === true,
    (of) => {
      of.ExplicitAuthFlows.push('ALLOW_USER_PASSWORD_AUTH');
    },
  ),
  about(
    CLIENT,
    'no OAuth flow is open',
    ['OWASP API8'],
    (of) => of.AllowedOAuthFlowsUserPoolClient === false && of.AllowedOAuthFlows === undefined,
    (of) => {
      Object.assign(of, { AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: ['implicit'] });
    },
  ),
  about(
    CLIENT,
    'a failed sign-in does not show whether the user exists',
    ['OWASP API2'],
    (of) => of.PreventUserExistenceErrors === 'ENABLED',
    (of) => {
      of.PreventUserExistenceErrors = 'LEGACY';
    },
  ),
  about(
    CLIENT,
    'a refresh token can be revoked',
    ['OWASP API2'],
    (of) => of.EnableTokenRevocation === true,
    (of) => {
      of.EnableTokenRevocation = false;
    },
  ),
  about(
    CLIENT,
    'a user writes no attribute that could say who they are',
    ['OWASP API1', 'OWASP API3'],
    (of) => String(of.WriteAttributes) === 'locale',
    (of) => {
      delete of.WriteAttributes;
    },
  ),
  about(
    CLIENT,
    'tokens live an hour at most',
    ['OWASP API2'],
    (of) => of.IdTokenValidity <= 60 && of.AccessTokenValidity <= 60 && of.TokenValidityUnits?.IdToken === 'minutes',
    (of) => {
      of.IdTokenValidity = 1440;
    },
  ),
];
