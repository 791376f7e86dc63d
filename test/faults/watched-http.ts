import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Remains } from './remains';

/**
 * Notes every request that this process makes over HTTP, with its reply and the bytes of it, in any part.
 * @param serviceAt Who is asked, by the request's `Host`; undefined for a request that is not looked at.
 * @returns ends the watching.
 */
export function watchHttp(serviceAt: (host: string) => string | undefined, remains: Remains): () => void {
  const serviceOf = (request: ClientRequest) => serviceAt(String(request.getHeader('host')));
  const onRequest = (message: unknown) => {
    const { request } = message as { readonly request: ClientRequest };
    const service = serviceOf(request);
    if (service !== undefined) remains.note(`a request to ${service}`, request);
  };
  const onReply = (message: unknown) => {
    const { request, response } = message as { readonly request: ClientRequest; readonly response: IncomingMessage };
    const service = serviceOf(request);
    if (service === undefined) return;
    remains.note(`a reply of ${service}`, response);
    const push = response.push;
    // Its bytes come through here before anybody reads them; a listener would begin to read.
    response.push = (chunk: Buffer | null, encoding) => {
      if (chunk !== null) remains.noteBytes(`bytes of ${service}`, chunk);
      return push.call(response, chunk, encoding);
    };
  };
  subscribe('http.client.request.created', onRequest);
  subscribe('http.client.response.finish', onReply);
  return () => {
    unsubscribe('http.client.request.created', onRequest);
    unsubscribe('http.client.response.finish', onReply);
  };
}
