import { isProblem, type Problem } from '../../../client';

/** What the web SDK takes from version 1.7 on (docs/sdk/web.md); `onRefused` alone is not the SDK's. */
export interface FlowSettings {
  readonly apiConfig: {
    readonly workflowId: string;
    readonly proxy: { readonly baseUrl: string };
    readonly headers: Record<string, string>;
  };
  readonly consentData: {
    readonly userId: string;
    readonly note: string;
    readonly givenOn: Date;
    readonly isProcessingStoringAllowed: boolean;
    readonly isTrainingAllowed: boolean;
  };
  readonly onTransactionFinished: (result: { readonly transactionId: string }) => void;
  readonly onAbort: () => void;
  /** Why the start was refused; undefined where nothing answered that this product words. From 1.8 the SDK has a callback of its own form. */
  readonly onRefused: (problem: Problem | undefined) => void;
}

const ENDS = { 'The person on the photo': 'Accept', 'Somebody else': 'Reject' } as const;

/** NOT Microblink's SDK: it starts a transaction as the SDK does, and asks who shall be in front of the camera. No face is compared. */
export function createIdvFlowStandIn({ apiConfig, consentData, ...settings }: FlowSettings): void {
  run().catch(() => settings.onRefused(undefined));

  async function run(): Promise<void> {
    const started = await start(apiConfig, consentData);
    if (typeof started !== 'string') return settings.onRefused(started);
    const end = await askWho();
    if (end === undefined) return settings.onAbort();
    // examples/step-up/local.ts hands it to the stand-in of Microblink.
    const ending = JSON.stringify({ processingStatus: 'Complete', verificationStatus: end });
    await fetch(`/stand-in/transactions/${started}`, { method: 'PUT', body: ending });
    settings.onTransactionFinished({ transactionId: started });
  }
}

/** @returns the transaction's id, or the refusal */
async function start({ workflowId, proxy, headers }: FlowSettings['apiConfig'], consent: object): Promise<string | Problem | undefined> {
  const body = JSON.stringify({ workflowId, platform: 'browser', sdkVersion: '1.10.5', formValues: {}, consent });
  const sent = { method: 'POST', headers: { ...headers, 'Content-Type': 'application/json' }, body };
  const reply = await fetch(`${proxy.baseUrl}/transaction`, sent);
  const told: unknown = await reply.json();
  if (reply.ok) return (told as { transactionId: string }).transactionId;
  return isProblem(told) ? told : undefined;
}

function askWho(): Promise<(typeof ENDS)[keyof typeof ENDS] | undefined> {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-labelledby', 'stand-in-title');
  const title = Object.assign(document.createElement('h2'), { id: 'stand-in-title', textContent: 'Who is in front of the camera?' });
  const note = Object.assign(document.createElement('p'), { textContent: 'A stand-in for the Microblink SDK. No face is compared.' });
  dialog.append(title, note);
  for (const who of [...Object.keys(ENDS), 'Cancel']) {
    const button = Object.assign(document.createElement('button'), { textContent: who });
    button.addEventListener('click', () => dialog.close(who));
    dialog.append(button);
  }
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(ENDS[dialog.returnValue as keyof typeof ENDS]);
    });
  });
}
