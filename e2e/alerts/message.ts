import type { Card } from './channel.ts';
import type { Mail } from './mailbox.ts';

/** What a message is about: its title says it. */
export interface About {
  readonly isFiring: boolean;
  readonly family: 'incident' | 'preventive' | 'other';
  readonly service: string;
  readonly title: string;
}

export function about({ title }: { readonly title: string }): About {
  const isFiring = !title.startsWith('Presage, resolved:');
  const incident = /incident in (\S+) \(/.exec(title);
  const preventive = /preventive action for (\S+) \(/.exec(title);
  return {
    isFiring,
    family: incident ? 'incident' : preventive ? 'preventive' : 'other',
    service: incident?.[1] ?? preventive?.[1] ?? '',
    title,
  };
}

export function aboutMail({ subject }: Mail): About {
  return about({ title: subject });
}

/** Messages about a service in one state. */
export function cardsOf(
  cards: readonly Card[],
  service: string,
  family: About['family'],
  isFiring = true,
): Card[] {
  return cards.filter((card) => {
    const found = about(card);
    return found.service === service && found.family === family && found.isFiring === isFiring;
  });
}

export function mailsOf(
  mails: readonly Mail[],
  service: string,
  family: About['family'],
  isFiring = true,
): Mail[] {
  return mails.filter((mail) => {
    const found = aboutMail(mail);
    return found.service === service && found.family === family && found.isFiring === isFiring;
  });
}

/** Links of a text, in Markdown or plain. */
export function linksIn(text: string): string[] {
  return [...text.matchAll(/https?:\/\/[^\s)\]]+/g)].map(([url]) => url);
}
