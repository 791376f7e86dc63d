/**
 * Takes the place of `@aws-sdk/endpoint-cache` in the bundle (lib/function/bundle.ts). Each DynamoDB client makes one, for the discovery of
 * endpoints, which no command of the client uses: all of them go to the region's own address.
 */
export class EndpointCache {}
