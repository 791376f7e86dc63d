import { type Defect, subjectOf } from './photos';

/** The workflow of every start, and the form field that takes its photo. */
export const WORKFLOW = { id: 'wf-bench', field: 'faceImage' } as const;
export const CLIENT_ID = 'bench-client';

/**
 * What API Gateway passes to the function for a start: as JSON, with verified claims.
 * @param bytes Of the photo that the bucket holds for the caller.
 */
export function startEvent(bytes: number, defect: Defect | 'stall' = 'none'): string {
  const subject = subjectOf(bytes, defect);
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
