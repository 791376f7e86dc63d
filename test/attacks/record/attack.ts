/** One attack, as a request to the running stack. In texts, `<alice>` and `<bob>` stand for the subjects of these users. */
export interface Attack {
  /** What the attacker tries, in a few words. */
  readonly says: string;
  /** Whose token goes with it. @default alice */
  readonly as?: 'alice' | 'bob' | 'carol' | 'nobody';
  /** A token of the attacker's own making, from alice's. @default hers, as it is */
  readonly forge?: (token: string) => string;
  /** @default POST */
  readonly method?: string;
  /** @default /transaction */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Members that go over a valid start. */
  readonly change?: object;
  /** The whole body, in the place of a valid start. */
  readonly body?: string;
  /** Lines of a head that no HTTP client would send, behind those that every request has. Needs `body`. */
  readonly lines?: readonly string[];
  /** For how long such a request waits for a word, in milliseconds. @default 20 s, where an answer is expected */
  readonly silenceMs?: number;
  /** What happened before. */
  readonly before?: Before;
  /** Status and code of the answer, or `no answer` where the connection is closed without one. Needed unless `ownRequest` is there, which is answered with 200. */
  readonly answer?: string;
  /** The attack fails though it is answered: what came of it is a request of alice's own. @default it is refused */
  readonly ownRequest?: true;
  /** What the Agent API gets. @default nothing, or for a request of her own a start with her photo */
  readonly reaches?: string;
  /** File of tests that know more of it, from the repository's root. */
  readonly proof: string;
}

/** States of the world that an attack needs, each of which is put right again after it. */
export type Before =
  | 'the secret is empty'
  | 'the photo of carol is a text'
  | 'the Agent API redirects'
  | 'the Agent API answers garbage'
  | 'the Agent API answers without end'
  | 'the Agent API refuses the credentials'
  | 'bob has used up the starts';

/** A heading of the document with its attacks. */
export interface AttackSection {
  readonly title: string;
  readonly attacks: readonly Attack[];
  /** What no request can show. */
  readonly note?: string;
}

/** A JPEG's first bytes, in base64: more than any plain text may run. */
export const PICTURE = '/9j/4AAQSkZJRgABAQAASABIAAD/'.repeat(4);
