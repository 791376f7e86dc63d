/** The namespace of what the function counts (lambda/composition.ts) and of what is counted in the access log. */
export const NAMESPACE = 'FaceMatchProxy';

/** The count of requests that API Gateway itself turned away as too many, made from the access log. */
export const API_THROTTLED = 'ApiThrottled';
