import { isProblemCode, PROBLEMS, type ProblemCode, RETRY_AFTER_SECONDS, SHARED_PROBLEMS, VERDICT_PROBLEMS } from '../../contract/problems';
import { corsHeaders, refusal } from '../../contract/refusal';
import { readCommand } from '../../stand-ins/agent/command';
import type { GatewayAnswer } from '../gateway/exchange';
import { GatewayRefusal, type RefusalType } from '../gateway/refusal';
import { type GatewayRequest, headerOf } from '../gateway/request';
import { codesOfGateway } from '../gateway/responses';
import type { Apis } from '../template/apis';

/** The code that the next request to an API is answered with, once, as a test card makes a payment fail: so that an app's screens for errors can be built. */
export interface ToldAnswers {
  /**
   * Takes `{"code": …}` and, for a code that both APIs have, `"api"`; what was told before and not answered yet is replaced.
   * @throws Error that lists what is accepted
   */
  readonly tell: (body: string) => { readonly code: string; readonly api: ApiName };
  /** The answer for a request of the SDKs; undefined where nothing was told. */
  readonly proxy: Told;
  /** The same for a question of the backend. */
  readonly verdicts: Told;
}

type ApiName = 'proxy' | 'verdicts';
type Told = (request: GatewayRequest) => GatewayAnswer | GatewayRefusal | undefined;
/** A code of the function itself, or the type of a gateway response. */
type Source = { readonly code: ProblemCode } | { readonly type: RefusalType };

/** @param origins that the first API's function answers, `*` or a list */
export function createToldAnswers({ proxy, verdicts }: Apis, origins: '*' | readonly string[]): ToldAnswers {
  const codes: Readonly<Record<ApiName, ReadonlyMap<string, Source>>> = {
    proxy: sources(codesOfGateway(proxy), Object.keys(PROBLEMS)),
    verdicts:
      verdicts === undefined ? new Map() : sources(codesOfGateway(verdicts), [...SHARED_PROBLEMS, ...Object.keys(VERDICT_PROBLEMS)]),
  };
  const next: Partial<Record<ApiName, Source>> = {};
  const take = (api: ApiName): Source | undefined => {
    const source = next[api];
    delete next[api];
    return source;
  };
  return {
    tell: (body) => {
      const { code, api } = parse(body, codes);
      next[api] = codes[api].get(code);
      return { code, api };
    },
    proxy: (request) => answerOf(take('proxy'), request, (origin) => corsHeaders(origins, origin)),
    verdicts: (request) => answerOf(take('verdicts'), request, () => ({})),
  };
}

/** Where both have a code, it is the function's: an app meets its limits first. */
function sources(ofGateway: ReadonlyMap<string, RefusalType>, own: readonly string[]): ReadonlyMap<string, Source> {
  return new Map<string, Source>([
    ...own.filter(isProblemCode).map((code) => [code, { code }] as const),
    ...[...ofGateway].filter(([code]) => !own.includes(code)).map(([code, type]) => [code, { type }] as const),
  ]);
}

function answerOf(
  source: Source | undefined,
  request: GatewayRequest,
  cors: (origin: string | undefined) => Readonly<Record<string, string>>,
): GatewayAnswer | GatewayRefusal | undefined {
  if (source === undefined) return undefined;
  if ('type' in source) return new GatewayRefusal(source.type);
  const { status, headers, body } = refusal(source.code, request.extendedId, { retryAfterSeconds: RETRY_AFTER_SECONDS[source.code] });
  return { status, headers: Object.entries({ ...headers, ...cors(headerOf(request, 'origin')) }), body: Buffer.from(body) };
}

function parse(body: string, codes: Readonly<Record<ApiName, ReadonlyMap<string, Source>>>): { code: string; api: ApiName } {
  const { code, api } = readCommand(body, '{"code": "no-face-on-record"}');
  const apis = (['proxy', 'verdicts'] as const).filter((name) => (api === undefined || api === name) && codes[name].size > 0);
  if (apis.length === 0) throw new Error('api must be "proxy" or, where the stage gives verdicts, "verdicts"; or absent.');
  const found = apis.find((name) => typeof code === 'string' && codes[name].has(code));
  if (found !== undefined) return { code: String(code), api: found };
  throw new Error(`code must be one of ${apis.map((name) => `those of ${name}: ${[...codes[name].keys()].join(', ')}`).join('; or ')}.`);
}
