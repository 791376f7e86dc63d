/** A header as it is shown: its own spelling, secrets left out. */
export type ShownHeader = readonly [name: string, value: string];

/** A body as it is shown: the bytes as they were, but for photos, long texts and secrets, which a note stands for. */
export interface ShownBody {
  readonly text: string;
  /** Size and SHA-256 of what was really sent, the left-out parts included. */
  readonly bytes: number;
  readonly sha256: string;
}

/** One request on its way through the local stack: what each party saw of it, and nothing that was computed afterwards. */
export interface Trace {
  /** API Gateway's extended id, which is `requestId` in refusals, log lines and `props.faceMatchRequestId`. */
  readonly id: string;
  /** Time of arrival, ISO 8601. */
  readonly at: string;
  readonly sent: { readonly method: string; readonly path: string; readonly headers: readonly ShownHeader[]; readonly body: ShownBody };
  /** The route in the template, once one was found. */
  route?: string;
  /** Whether the authorizer let the request through, and with which claims; undefined until it has decided, or if it was not asked. */
  authorizer?: { readonly claims: Readonly<Record<string, string>> | undefined };
  /** When API Gateway answered by itself: response type and message. */
  refusal?: { readonly type: string; readonly message: string };
  /** The answer was told beforehand (`_stand-in/next`), and nothing of the request was looked at. */
  isTold?: true;
  /** The event was passed to the function. */
  invoked: boolean;
  /** The function's own line about this request, and its audit lines, as it wrote them. */
  requestLine?: string;
  readonly auditLines: string[];
  /** What the Agent API stand-in saw; a request with a retry makes two. */
  readonly visits: VisitTrace[];
  answer?: { readonly status: number; readonly headers: readonly ShownHeader[]; readonly body: ShownBody; readonly milliseconds: number };
}

/** One request to the Agent API stand-in. */
export interface VisitTrace {
  /** Counts up from 1. */
  readonly id: number;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  /** Mode of the stand-in that the request met. */
  readonly mode: string;
  readonly headers: readonly ShownHeader[];
  /** How the request was found to belong to its trace; undefined when it was not. */
  joined?: 'by the request id in its props' | 'as the only request on its way';
  /** Undefined until the whole body has arrived. */
  body?: ShownBody;
  photos: readonly SeenPhoto[];
  /** Members of the body without its form values. */
  members?: Readonly<Record<string, unknown>>;
  reply?: { readonly status: number; readonly bytes: number; readonly sha256: string };
  /** Id of the transaction that the stand-in created. */
  transactionId?: string;
  /** Why there was no whole reply. */
  broke?: string;
}

/** A photo that arrived in a form value. */
export interface SeenPhoto {
  readonly field: string;
  readonly type: string;
  readonly bytes: number;
  readonly sha256: string;
}
