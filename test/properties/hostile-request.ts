import type { SettingsName } from './settings';

/**
 * One request with all that a caller, a token and the agent's answer can bring, as plain data: what was found once can be written
 * to a file and sent again.
 */
export interface HostileRequest {
  readonly settings: SettingsName;
  readonly resource: string;
  readonly method: string;
  readonly pathParameters: Readonly<Record<string, string>> | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly claims: Readonly<Record<string, unknown>> | null;
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
  readonly reply: HostileReply;
}

/** What the Agent API answers. */
export interface HostileReply {
  readonly status: number;
  readonly contentType: string;
  /** Bytes in hexadecimal. */
  readonly body: string;
}
