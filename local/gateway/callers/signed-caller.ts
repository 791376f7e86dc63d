import { ACCOUNT_ID, REGION, type SignedCaller } from '../exchange';
import { GatewayRefusal } from '../refusal';
import type { GatewayRequest } from '../request';
import type { MethodProperties } from '../routes';
import type { ResourcePolicy } from './policy';
import { type Signer, verifySignature } from './signature';

/** Says who has signed a request, or refuses it. Undefined for a method that asks for no signature. */
export type SignatureCheck = (method: MethodProperties, request: GatewayRequest) => Promise<SignedCaller | undefined>;

const SESSION = 'local';

/** Asks for a signature where a method does (`AWS_IAM`), and the API's resource policy whether it lets the signer in. */
export function signatureCheck(signers: readonly Signer[], isLetIn: ResourcePolicy): SignatureCheck {
  return async (method, request) => {
    if (method.AuthorizationType !== 'AWS_IAM') return undefined;
    const now = () => request.receivedAt.getTime();
    const { accessKeyId, roleArn } = await verifySignature(request, { signers, region: REGION, service: 'execute-api', now });
    const userArn = `${roleArn.replace(':iam:', ':sts:').replace(/:role\/(?:.*\/)?/, ':assumed-role/')}/${SESSION}`;
    if (!isLetIn(roleArn)) {
      throw new GatewayRefusal(
        'ACCESS_DENIED',
        `User: ${userArn} is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:${REGION}:********${ACCOUNT_ID.slice(-4)}`,
      );
    }
    return { accessKeyId, userArn, userId: `AROALOCALLOCALLOCAL0:${SESSION}` };
  };
}
