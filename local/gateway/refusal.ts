/**
 * The types of gateway response, each with what AWS answers when the template says nothing: status, name of the error, message. The last two are
 * not documented, and of types that nothing here gives by itself (an app can ask for their codes) they are the nearest that is known.
 */
const TYPES = {
  DEFAULT_4XX: [400, 'BadRequestException', 'Bad Request'],
  DEFAULT_5XX: [502, 'InternalServerErrorException', 'Internal server error'],
  ACCESS_DENIED: [403, 'AccessDeniedException', 'Access Denied'],
  API_CONFIGURATION_ERROR: [500, 'InternalServerErrorException', 'Internal server error'],
  AUTHORIZER_CONFIGURATION_ERROR: [500, 'AuthorizerConfigurationException', 'Internal server error'],
  AUTHORIZER_FAILURE: [500, 'InternalServerErrorException', 'Internal server error'],
  BAD_REQUEST_BODY: [400, 'BadRequestException', 'Invalid request body'],
  BAD_REQUEST_PARAMETERS: [400, 'BadRequestException', 'Missing required request parameters'],
  EXPIRED_TOKEN: [403, 'ExpiredTokenException', 'The security token included in the request is expired'],
  INTEGRATION_FAILURE: [504, 'InternalServerErrorException', 'Internal server error'],
  INTEGRATION_TIMEOUT: [504, 'InternalServerErrorException', 'Endpoint request timed out'],
  INVALID_API_KEY: [403, 'ForbiddenException', 'Forbidden'],
  INVALID_SIGNATURE: [403, 'InvalidSignatureException', 'The request signature we calculated does not match the signature you provided.'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
  QUOTA_EXCEEDED: [429, 'LimitExceededException', 'Limit Exceeded'],
  REQUEST_TOO_LARGE: [413, 'RequestTooLargeException', 'Request Too Long'],
  RESOURCE_NOT_FOUND: [404, 'NotFoundException', 'Not Found'],
  THROTTLED: [429, 'TooManyRequestsException', 'Too Many Requests'],
  UNAUTHORIZED: [401, 'UnauthorizedException', 'Unauthorized'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'BadRequestException', 'Unsupported Media Type'],
  WAF_FILTERED: [403, 'ForbiddenException', 'Forbidden'],
} as const;

export type RefusalType = keyof typeof TYPES;

export function isRefusalType(text: string): text is RefusalType {
  return Object.hasOwn(TYPES, text);
}

/** A request that the gateway itself answers, with one of API Gateway's response types. */
export class GatewayRefusal extends Error {
  constructor(
    readonly type: RefusalType,
    message: string = TYPES[type][2],
  ) {
    super(message);
  }

  /** Status when the template sets none. */
  get defaultStatus(): number {
    return TYPES[this.type][0];
  }

  /** Value of the header `x-amzn-ErrorType`. */
  get errorType(): string {
    return TYPES[this.type][1];
  }
}
