import type { CommandPermissions } from './command-permissions';

/** The commands on verdicts. */
export const VERDICT_PERMISSIONS: readonly CommandPermissions[] = [
  {
    command: 'verdict ask',
    needs: [[['execute-api:Invoke'], 'the API for verdicts']],
    otherwise: 'A role of this account that is in `verdicts.callers` has it by the API’s own policy',
  },
  {
    command: 'verdict probe',
    needs: [
      [['secretsmanager:GetSecretValue'], 'the secret of the key that reads (`ReadingSecretArn`)'],
      [['kms:Decrypt'], 'the key of that secret, through Secrets Manager'],
      [['cloudformation:ListStackResources'], 'the stack'],
      [['lambda:GetFunctionConfiguration'], 'its functions'],
    ],
  },
  {
    command: 'probe',
    needs: [
      [['secretsmanager:GetSecretValue'], 'the secret (`CredentialsSecretArn`)'],
      [['kms:Decrypt'], 'its key, through Secrets Manager'],
      [['cloudformation:ListStackResources'], 'the stack'],
      [['lambda:GetFunctionConfiguration'], 'its functions'],
    ],
    otherwise: 'With `ReadingSecretArn`, too, it says whether `props` come back when the transaction is read',
  },
];
