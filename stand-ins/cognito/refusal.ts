/** An error as Cognito answers with it: 400, its name in `__type`. */
export class PoolRefusal extends Error {
  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

/** Wrong password, unknown user, broken proof: one answer for all, so that no one learns who is in the pool. */
export const notAuthorized = (message = 'Incorrect username or password.') => new PoolRefusal('NotAuthorizedException', message);

export const invalidParameter = (message: string) => new PoolRefusal('InvalidParameterException', message);
