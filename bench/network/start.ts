/** What of {@link startOf} the other ways look at. */
export interface StartEvent {
  readonly body: string;
  readonly requestContext: { readonly authorizer: { readonly claims: { readonly sub: string } } };
}

/** The workflow of every start, and the form field that takes its photo. */
export const WORKFLOW = { id: 'wf-bench', field: 'faceImage' } as const;
export const CLIENT_ID = 'bench-client';

/** Whose photo in the bucket is as large as that. */
export function subjectOf(bytes: number): string {
  return `user-${bytes}`;
}

/** What API Gateway passes to the function for a start: as JSON, with verified claims. */
export function startOf(subject: string): string {
  const consent = { userId: subject, isProcessingStoringAllowed: true, isTrainingAllowed: false };
  return JSON.stringify({
    resource: '/transaction',
    path: '/live/transaction',
    httpMethod: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'bench' },
    pathParameters: null,
    requestContext: { extendedRequestId: 'bench', authorizer: { claims: { sub: subject, aud: CLIENT_ID, token_use: 'id' } } },
    body: JSON.stringify({ workflowId: WORKFLOW.id, platform: 'browser', sdkVersion: '1.7.0', consent }),
    isBase64Encoded: false,
  });
}
