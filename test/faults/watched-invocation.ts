import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Remains } from './remains';

type Invocation<C> = (event: APIGatewayProxyEvent, context: C) => Promise<APIGatewayProxyResult>;

/** The same handler, with what it is given and what it answers noted. */
export function watchedInvocation<C extends object>(handler: Invocation<C>, remains: Remains): Invocation<C> {
  return async (event, context) => {
    remains.note('the event', event);
    remains.note('the claims', event.requestContext.authorizer?.claims);
    remains.note('the context', context);
    const answer = await handler(event, context);
    remains.note('the answer', answer);
    return answer;
  };
}
