import type { Exchange } from './exchange';

/** One request in one short line, for the window in which the stack runs: `14:03:11  POST /transaction  200  35 ms`. */
export function requestLine({ request, refusal, answer, isTold }: Exchange): string {
  const time = request.receivedAt.toTimeString().slice(0, 8);
  const why = refusal === undefined ? problemCode(answer?.body) : refusal.type;
  const milliseconds = Date.now() - request.receivedAt.getTime();
  return `${time}  ${request.method} ${request.path}  ${answer?.status}  ${milliseconds} ms${why === undefined ? '' : `  ${why}`}${isTold ? ', as told' : ''}`;
}

/** The code of the function's own refusals (RFC 9457 with a member `code`). */
function problemCode(body: Buffer | undefined): string | undefined {
  if (body === undefined || !body.subarray(0, 1).equals(Buffer.from('{'))) return undefined;
  try {
    const { code } = JSON.parse(body.toString('utf8')) as { code?: unknown };
    return typeof code === 'string' ? code : undefined;
  } catch {
    return undefined;
  }
}
