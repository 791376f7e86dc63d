import { cognitoCredentialsProvider, cognitoUserPoolsTokenProvider } from '@aws-amplify/auth/cognito';
import { Amplify as Core, defaultStorage, type ResourcesConfig } from '@aws-amplify/core';

/**
 * What the package `aws-amplify` adds to its parts when an app configures it: who keeps the tokens, and where. The parts are the released
 * ones; the whole package would bring 35 more, of which a sign-in uses none.
 * @see https://github.com/aws-amplify/amplify-js/blob/main/packages/aws-amplify/src/initSingleton.ts
 */
export const Amplify = {
  configure(resources: ResourcesConfig): void {
    if (resources.Auth !== undefined) cognitoUserPoolsTokenProvider.setAuthConfig(resources.Auth);
    cognitoUserPoolsTokenProvider.setKeyValueStorage(defaultStorage);
    Core.configure(resources, {
      Auth: { tokenProvider: cognitoUserPoolsTokenProvider, credentialsProvider: cognitoCredentialsProvider },
    });
  },
};
