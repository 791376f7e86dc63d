import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { LocalStackOptions } from '../../local/stack';
import { axeFaults, launchBrowser } from '../support/browser';
import { startTestStack, type TestStack } from '../support/local-stack';

/** A local stack with its console, and a browser to look at it. */
export interface ConsoleFixture {
  readonly stack: TestStack;
  readonly browser: Browser;
  /** Loads the console in a separate browser context. */
  open(options?: BrowserContextOptions): Promise<ConsolePage>;
  stop(): Promise<void>;
}

/** The console as a person sees it, and what the browser says of it. */
export interface ConsolePage {
  readonly page: Page;
  /** Loads the page again, with nothing of before: it keeps everything in its document. */
  renew(): Promise<void>;
  signIn(name: 'alice' | 'bob' | 'carol'): Promise<void>;
  /** Starts a face match and waits for its end. @returns the headline of the outcome. */
  match(): Promise<string>;
  /** Presses the button of an attack or a fault and waits for its result, such as `403 identity-mismatch`. */
  attempt(id: string): Promise<string>;
  /** What a person reads in an element, white space folded. */
  text(selector: string): Promise<string>;
  /** What `axeFaults` says of the page. */
  axe(): Promise<string[]>;
  /** Errors of scripts and of the browser's console. */
  readonly errors: readonly string[];
  /** Origins of all requests. */
  readonly origins: ReadonlySet<string>;
}

/** @param options Of the local stack. */
export async function startConsoleFixture(options: Partial<LocalStackOptions> = {}): Promise<ConsoleFixture> {
  const stack = await startTestStack({ console: true, ...options });
  const browser = await launchBrowser();
  return {
    stack,
    browser,
    open: (options) => openConsole(browser, stack, options),
    stop: async () => {
      await browser.close();
      await stack.stop();
    },
  };
}

async function openConsole(browser: Browser, stack: TestStack, options?: BrowserContextOptions): Promise<ConsolePage> {
  // What moves is drawn sixty times a second, by the processor.
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const [errors, origins] = [[] as string[], new Set<string>()];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) errors.push(message.text());
  });
  page.on('request', (request) => origins.add(new URL(request.url()).origin));
  const renew = async () => {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    errors.length = 0;
    origins.clear();
    await page.goto(stack.details.consoleUrl ?? '');
    await page.getByRole('button', { name: 'Sign in as alice' }).waitFor();
  };
  await renew();
  return { page, errors, origins, renew, ...hands(page) };
}

function hands(page: Page): Pick<ConsolePage, 'signIn' | 'match' | 'attempt' | 'text' | 'axe'> {
  const text = async (selector: string) => (await page.locator(selector).allInnerTexts()).join(' ').replace(/\s+/g, ' ');
  return {
    text,
    signIn: async (name) => {
      await page.getByRole('radio', { name }).check();
      await page.getByRole('button', { name: `Sign in as ${name}` }).click();
      await page.getByRole('button', { name: `Start a face match as ${name}` }).waitFor();
    },
    match: async () => {
      // A press is heard before it returns, so what is free again afterwards has been busy meanwhile.
      await page.locator('#start').click();
      await page.locator('#start:not([aria-disabled])').waitFor();
      return await text('#outcome-title');
    },
    attempt: async (id) => {
      await page.evaluate(`for (const card of document.querySelectorAll('.trials details')) card.open = true`);
      await page.locator(`#try-${id}`).click();
      await page.locator(`li:has(#try-${id}) .result a`).waitFor();
      return await text(`li:has(#try-${id}) .result`);
    },
    axe: () => axeFaults(page),
  };
}
