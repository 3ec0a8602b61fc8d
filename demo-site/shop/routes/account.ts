import type { FastifyInstance } from 'fastify';
import { setSessionCookie } from '../cookies.ts';
import { type Errors, type FieldError, type Form, isEmail, textField } from '../forms.ts';
import { type Language, pathIn } from '../i18n/language.ts';
import { accountPage, MIN_PASSWORD, signInPage, signUpPage } from '../pages/account.ts';
import { sendOn, sendPage, type Shop, visitOf } from '../shop.ts';
import { authenticate, createAccount } from '../store/accounts.ts';
import { ordersOf } from '../store/orders.ts';
import { beginSession, endSession, promoteSession } from '../store/sessions.ts';

const MAX_PASSWORD = 200;
const NOTHING = { values: {}, errors: {} };

interface Credentials {
  email: string;
  firstName: string;
  password: string;
}

function readCredentials(form: Form): Credentials {
  return {
    email: textField(form, 'email'),
    firstName: textField(form, 'firstName'),
    password: (form.password ?? '').slice(0, MAX_PASSWORD),
  };
}

function checkSignUp({ email, firstName, password }: Credentials): Errors {
  const errors: Partial<Record<string, FieldError>> = {};
  if (!firstName) errors.firstName = 'required';
  if (!isEmail(email)) errors.email = email ? 'email' : 'required';
  if (password.length < MIN_PASSWORD) errors.password = 'password';
  return errors;
}

const valuesOf = ({ email, firstName }: Credentials): Form => ({ email, firstName });

export function accountRoutes(app: FastifyInstance, shop: Shop, language: Language): void {
  const accountPath = pathIn(language, '/account');

  app.get('/sign-up', (request, reply) => {
    const visit = visitOf(shop, request, language);
    return visit.account ? sendOn(reply, accountPath) : sendPage(shop, reply, visit, signUpPage(visit, NOTHING));
  });

  app.post<{ Body: Form }>('/sign-up', async (request, reply) => {
    const visit = visitOf(shop, request, language);
    const credentials = readCredentials(request.body ?? {});
    const refuse = (errors: Errors) =>
      sendPage(shop, reply, visit, signUpPage(visit, { values: valuesOf(credentials), errors }), 422);
    const errors = checkSignUp(credentials);
    if (Object.keys(errors).length > 0) return refuse(errors);
    const account = await createAccount(shop.store, { ...credentials, language, now: shop.now() });
    if (!account) return refuse({ email: 'taken' });
    setSessionCookie(request, reply, promoteSession(shop.store, visit.session, account.id, 'signed-up', shop.now()));
    return sendOn(reply, accountPath);
  });

  app.get('/sign-in', (request, reply) => {
    const visit = visitOf(shop, request, language);
    return visit.account ? sendOn(reply, accountPath) : sendPage(shop, reply, visit, signInPage(visit, NOTHING));
  });

  app.post<{ Body: Form }>('/sign-in', async (request, reply) => {
    const visit = visitOf(shop, request, language);
    const credentials = readCredentials(request.body ?? {});
    const account = await authenticate(shop.store, credentials.email, credentials.password);
    if (!account) {
      const errors: Errors = { form: 'credentials' };
      return sendPage(shop, reply, visit, signInPage(visit, { values: valuesOf(credentials), errors }), 422);
    }
    setSessionCookie(request, reply, promoteSession(shop.store, visit.session, account.id, 'signed-in', shop.now()));
    return sendOn(reply, accountPath);
  });

  app.post('/sign-out', (request, reply) => {
    const visit = visitOf(shop, request, language);
    if (visit.session?.accountId) {
      endSession(shop.store, visit.session);
      setSessionCookie(request, reply, beginSession(shop.store, shop.now(), { notice: 'signed-out' }));
    }
    return sendOn(reply, pathIn(language, '/'));
  });

  app.get('/account', (request, reply) => {
    const visit = visitOf(shop, request, language);
    if (!visit.account) return sendOn(reply, pathIn(language, '/sign-in'));
    return sendPage(shop, reply, visit, accountPage(visit, visit.account, ordersOf(shop.store, visit.account.id)));
  });
}
