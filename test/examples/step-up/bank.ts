import http from 'node:http';
import type { Browser, BrowserContextOptions, Page, Request } from 'playwright-core';
import { type BackendSettings, createBackend } from '../../../examples/step-up/backend';
import { localSettings, withMatchStandIn } from '../../../examples/step-up/local';
import type { LocalStackOptions } from '../../../local/stack';
import { type LoopbackServer, listenOnLoopback } from '../../../stand-ins/loopback';
import { startTestStack, type TestStack } from '../../support/local-stack';
import { until } from '../../support/until';

export type Name = 'alice' | 'bob' | 'carol';
type Event = Readonly<Record<string, unknown>>;

/** The whole example, at a local stack of its own. */
export interface StepUp {
  readonly stack: TestStack;
  readonly site: LoopbackServer;
  readonly settings: BackendSettings;
  /** The way from the backend to the proxy. */
  readonly way: Way;
  /** Each change of a number since the last call of `restart`, oldest first. */
  readonly changes: string[];
  readonly events: Event[];
  /** Begins again with a backend that knows nothing of before. */
  restart(change?: Partial<BackendSettings>): void;
  stop(): Promise<void>;
}

/** Stands between backend and proxy, sees each question, and loses as many answers as it is told. */
export interface Way {
  readonly questions: string[];
  lose: number;
}

/** @param options Of the local stack. */
export async function startStepUp(options: Partial<LocalStackOptions> = {}): Promise<StepUp> {
  const stack = await startTestStack(options);
  const [site, between] = [await listenOnLoopback(), await listenOnLoopback()];
  const [changes, events, way]: [string[], Event[], Way] = [[], [], { questions: [], lose: 0 }];
  between.serve(carry(stack.details.verdicts?.url ?? '', way));
  const settings = {
    ...(await localSettings(stack.details, site.url, (event) => events.push(event))),
    verdictsUrl: `${between.url}/verdicts`,
  };
  const restart = (change: Partial<BackendSettings> = {}) => {
    for (const list of [changes, events, way.questions]) list.length = 0;
    const phones = new Phones(settings.phones, changes);
    site.serve(withMatchStandIn(stack.details, createBackend({ ...settings, phones, ...change })));
  };
  restart();
  const stop = async () => {
    await site.close();
    await between.close();
    await stack.stop();
  };
  return { stack, site, settings, way, changes, events, restart, stop };
}

/** Notes each number that is written. */
class Phones extends Map<string, string> {
  private readonly changes: string[] | undefined;

  constructor(entries: Iterable<[string, string]>, changes: string[]) {
    super(entries);
    this.changes = changes;
  }

  override set(subject: string, phone: string): this {
    this.changes?.push(phone);
    return super.set(subject, phone);
  }
}

function carry(to: string, way: Way): http.RequestListener {
  return async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    way.questions.push(Buffer.concat(chunks).toString());
    const onward = http.request(to, { method: request.method, headers: request.headers }, (reply) => {
      if (way.lose > 0) {
        way.lose -= 1;
        return reply.resume().on('end', () => response.destroy());
      }
      response.writeHead(reply.statusCode ?? 502, reply.headers);
      return reply.pipe(response);
    });
    onward.end(Buffer.concat(chunks));
  };
}

/** The page as a person uses it. */
export interface Visit {
  readonly page: Page;
  readonly errors: readonly string[];
  /** Loads the page again, with nothing of before but who is signed in. */
  reload(): Promise<void>;
  /** Forgets who is signed in, and leaves the page. */
  leave(): Promise<void>;
  signIn(name: Name, password?: string): Promise<void>;
  /** Fills in the form and presses the button. */
  ask(phone: string): Promise<void>;
  /** Says to the stand-in of the SDK who is in front of the camera. */
  show(who: 'The person on the photo' | 'Somebody else' | 'Cancel'): Promise<void>;
  /** Waits for this sentence; what the page waits for by its clock takes no time. */
  told(sentence: string | RegExp): Promise<void>;
  /** Lets the page's clock go on while no request of the page is on its way, until this holds. */
  later(holds: () => boolean | Promise<boolean>): Promise<void>;
  /** Lets seconds pass by the page's clock, and all that comes of it. */
  settle(): Promise<void>;
  phone(): Promise<string | null>;
}

export async function visit({ stack, site }: StepUp, browser: Browser, options?: BrowserContextOptions): Promise<Visit> {
  const page = await (await browser.newContext(options)).newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    // Amplify says so of each address that is not AWS's.
    if (['error', 'warning'].includes(message.type()) && !message.text().includes('custom Amazon')) errors.push(message.text());
  });
  await page.clock.install();
  const clock = clockOf(page);
  const reload = async () => {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    errors.length = 0;
    clock.restart();
    await page.goto(site.url);
    await page.locator('#sign-in-title:visible, #phone:not(:empty)').waitFor();
  };
  const leave = async () => {
    await page.evaluate('sessionStorage.clear()');
    await page.goto('about:blank');
  };
  await reload();
  return {
    page,
    errors,
    reload,
    leave,
    later: clock.later,
    settle: clock.settle,
    signIn: async (name, password = stack.user(name).password) => {
      await page.getByLabel('E-mail address').fill(stack.user(name).email);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      if (password === stack.user(name).password) await page.locator('#phone:not(:empty)').waitFor();
    },
    ask: async (phone) => {
      await page.getByLabel('New phone number').fill(phone);
      await page.getByRole('checkbox').check();
      await page.getByRole('button', { name: 'Change my phone number' }).click();
    },
    show: (who) => page.getByRole('button', { name: who }).click(),
    told: async (sentence) => {
      const shown = page.getByRole('status').getByText(sentence);
      await clock.later(() => shown.isVisible());
      await shown.waitFor();
    },
    phone: () => page.locator('#phone').textContent(),
  };
}

/** The clock of the page, which stands still while a request is on its way: a busy machine may take long over one. */
function clockOf(page: Page): Pick<Visit, 'later' | 'settle'> & { restart(): void } {
  const onTheirWay = new Set<Request>();
  page.on('request', (request) => onTheirWay.add(request));
  page.on('requestfailed', (request) => onTheirWay.delete(request));
  // Not its end, which never comes where the page does not read the body.
  page.on('response', (response) => onTheirWay.delete(response.request()));
  const pass = async () => {
    if (onTheirWay.size > 0) return false;
    await page.clock.runFor(1000);
    return true;
  };
  return {
    restart: () => onTheirWay.clear(),
    later: async (holds) => {
      await until(async () => {
        if (await holds()) return true;
        await pass();
        return false;
      });
    },
    settle: async () => {
      for (let seconds = 0; seconds < 5; seconds += 1) await until(pass);
    },
  };
}
