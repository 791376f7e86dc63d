/** Types of gateway response that the local gateway gives, with what AWS answers when the template says nothing. */
const TYPES = {
  DEFAULT_4XX: [400, 'BadRequestException'],
  DEFAULT_5XX: [502, 'InternalServerErrorException'],
  BAD_REQUEST_BODY: [400, 'BadRequestException'],
  BAD_REQUEST_PARAMETERS: [400, 'BadRequestException'],
  ACCESS_DENIED: [403, 'AccessDeniedException'],
  INVALID_SIGNATURE: [403, 'InvalidSignatureException'],
  INTEGRATION_FAILURE: [504, 'InternalServerErrorException'],
  INTEGRATION_TIMEOUT: [504, 'InternalServerErrorException'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'MissingAuthenticationTokenException'],
  REQUEST_TOO_LARGE: [413, 'RequestTooLargeException'],
  THROTTLED: [429, 'TooManyRequestsException'],
  UNAUTHORIZED: [401, 'UnauthorizedException'],
} as const;

export type RefusalType = keyof typeof TYPES;

/** A request that the gateway itself answers, with one of API Gateway's response types. */
export class GatewayRefusal extends Error {
  constructor(
    readonly type: RefusalType,
    message: string,
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
