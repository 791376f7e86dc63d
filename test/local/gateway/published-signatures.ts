/** A request of AWS's Signature Version 4 test suite (in awslabs/aws-c-auth), with the signature that AWS has published for it. */
export interface PublishedSignature {
  readonly name: string;
  readonly method: string;
  readonly target: string;
  /** In addition to `Host` and `X-Amz-Date`. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly signedHeaders: string;
  readonly signature: string;
  readonly body?: string;
}

export const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
export const SIGNED_AT = '20150830T123600Z';
export const SCOPE = '20150830/us-east-1/service/aws4_request';

const PLAIN = { method: 'GET', signedHeaders: 'host;x-amz-date' };
const UNRESERVED = '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export const FORM = {
  method: 'POST',
  body: 'Param1=value1',
  headers: [
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ['Content-Length', '13'],
    ['x-amz-content-sha256', '9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e'],
  ],
} as const;

/** The same, signed in the query. */
export const FORM_IN_QUERY =
  '/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fservice%2Faws4_request&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost%3Bx-amz-content-sha256&X-Amz-Expires=3600&X-Amz-Signature=c2348f57d08c84939944d6c878b3f7be56316f8e7fd6817e81eded279a362d69';

export const PUBLISHED: readonly PublishedSignature[] = [
  { ...PLAIN, name: 'get-vanilla', target: '/', signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31' },
  {
    ...{ ...PLAIN, name: 'post-vanilla', method: 'POST', target: '/' },
    signature: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  },
  {
    ...{ ...PLAIN, name: 'get-vanilla-query-order-key-case', target: '/?Param2=value2&Param1=value1' },
    signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  },
  {
    ...{ ...PLAIN, name: 'get-vanilla-query-unreserved', target: `/?${UNRESERVED}=${UNRESERVED}` },
    signature: '9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197',
  },
  {
    ...{ ...PLAIN, name: 'get-vanilla-utf8-query', target: '/?%E1%88%B4=bar' },
    signature: '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04',
  },
  {
    ...{ ...PLAIN, name: 'get-slashes-normalized', target: '//example//' },
    signature: '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84',
  },
  {
    ...{ ...PLAIN, name: 'get-header-value-trim', target: '/', signedHeaders: 'host;my-header1;my-header2;x-amz-date' },
    headers: [
      ['My-Header1', ' value1'],
      ['My-Header2', ' "a   b   c"'],
    ],
    signature: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  },
  {
    ...{ ...PLAIN, name: 'get-header-value-order', target: '/', signedHeaders: 'host;my-header1;x-amz-date' },
    headers: [
      ['My-Header1', 'value4'],
      ['My-Header1', 'value1'],
      ['My-Header1', 'value3'],
      ['My-Header1', 'value2'],
    ],
    signature: '08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01',
  },
  {
    ...{ ...FORM, name: 'post-x-www-form-urlencoded', target: '/' },
    signedHeaders: 'content-length;content-type;host;x-amz-content-sha256;x-amz-date',
    signature: 'd3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b',
  },
];
