// A request to draw: what makes it acceptable, and the answers to what became of it.
import { isoTime } from './clock.ts';
import type { Draw, DrawProblem, DrawRequest } from './storage/drawStore.ts';
import { isIdentifier } from './event.ts';
import { isObject } from './json.ts';
import { limits } from './limits.ts';
import { Refusal } from './refusal.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const emailForm = /^[^\s@\p{Cc}]+@[^\s@\p{Cc}]+$/u;
const localeForm = /^[A-Za-z0-9_-]{1,35}$/;

/** Throws a Refusal that names the first wrong field. */
export function readDraw(body: unknown, writeKey: string, receivedAt: number): DrawRequest {
  if (!isObject(body)) throw badDraw('The body is a JSON object.');
  const { draw, campaign, anonymousId, consent, locale = null } = body;
  const email = typeof body['email'] === 'string' ? body['email'].trim().toLowerCase() : '';
  if (typeof draw !== 'string' || !uuid.test(draw)) throw badDraw('draw is a UUID.');
  if (!isIdentifier(campaign, limits.campaignIdChars)) throw badDraw(`campaign is printable text of at most ${limits.campaignIdChars} characters.`);
  if (!isIdentifier(anonymousId, limits.visitorIdChars)) throw badDraw(`anonymousId is printable text of at most ${limits.visitorIdChars} characters.`);
  if (!emailForm.test(email) || email.length > limits.emailChars) throw badDraw(`email is an address with one @, without spaces, of at most ${limits.emailChars} characters.`);
  if (consent !== true) throw badDraw('consent is true: without it the address may not be kept.');
  if (locale !== null && (typeof locale !== 'string' || !localeForm.test(locale))) throw badDraw('locale, if given, is a language tag.');
  return { id: draw.toLowerCase(), write_key: writeKey, campaign, anonymous_id: anonymousId, email, locale, drawn_at: isoTime(receivedAt) };
}

function badDraw(detail: string): Refusal {
  return new Refusal(400, 'bad_draw', detail);
}

const problems: Record<DrawProblem, [status: number, detail: string]> = {
  unknown_campaign: [404, 'This campaign has no prizes.'],
  draw_conflict: [409, 'This draw was made for another campaign or e-mail address.'],
  already_drawn: [409, 'This visitor or e-mail address has drawn in this campaign already.'],
  sold_out: [409, 'There is nothing left to win in this campaign.'],
};

export interface DrawAnswer { success: true; draw: string; slice: string; code: string | null }

/** Throws a Refusal for what was not drawn. */
export function drawAnswer(outcome: Draw | DrawProblem): DrawAnswer {
  if (typeof outcome === 'string') throw new Refusal(problems[outcome][0], outcome, problems[outcome][1]);
  const { id, slice, code } = outcome;
  return { success: true, draw: id, slice, code };
}
