/**
 * What the proxy can do: the routes that the SDKs call and where each one goes at the Agent API.
 * The API's routes (lib/api/proxy-api.ts) and the function's routing are both made from this one table, so neither can drift.
 * The three generations of SDK URLs are why one operation has several routes.
 */
export type OperationName = 'start-transaction' | 'workflow-info' | 'cancel-workflow';

export interface Operation {
  readonly name: OperationName;
  readonly method: 'GET' | 'POST';
  /** API Gateway resource paths below the stage root, as they arrive in `event.resource`. */
  readonly resources: readonly string[];
  /** Path below the Agent API's base URL; `{workflowId}` is replaced by the encoded workflow id. */
  readonly upstreamPath: string;
}

export const OPERATIONS: readonly Operation[] = [
  {
    name: 'start-transaction',
    method: 'POST',
    resources: ['/transaction', '/api/v1/transaction', '/proxy/api/v1/transaction'],
    upstreamPath: 'api/v1/transaction',
  },
  {
    name: 'workflow-info',
    method: 'GET',
    resources: ['/initialize/{workflowId}/info', '/api/v1/initialize/{workflowId}/info'],
    upstreamPath: 'api/v1/initialize/{workflowId}/info',
  },
  {
    name: 'cancel-workflow',
    method: 'POST',
    resources: ['/initialize/{workflowId}/cancel', '/api/v1/initialize/{workflowId}/cancel'],
    upstreamPath: 'api/v1/initialize/{workflowId}/cancel',
  },
];

/** A workflow id as the Agent API gives them out (24 hexadecimal digits in every example), with room for other alphabets. */
export const WORKFLOW_ID = /^[A-Za-z0-9_-]{1,64}$/;
