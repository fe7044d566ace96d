import { describe, expect, test } from '@jest/globals';
import { PAGE } from './page.fixture.ts';
import { renderPage } from './render.ts';

describe('the live page', () => {
  test('text from logs is text: no element of it reaches the page', () => {
    const page = renderPage(PAGE);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toMatch(/<script|<img/);
  });

  test('it names what is wrong, with the reasons', () => {
    const page = renderPage({
      ...PAGE,
      ready: false,
      reasons: ['victoria-logs is 90 s behind: it does not answer'],
    });
    expect(page).toContain('not ready');
    expect(page).toContain('victoria-logs is 90 s behind');
  });

  test('an empty window says so in every part', () => {
    const zeros = PAGE.classes.normal.map(() => 0);
    const page = renderPage({
      ...PAGE,
      classes: { incident: zeros, preventive_action: zeros, normal: zeros },
      services: [],
      scores: [],
      newTemplates: [],
      needAction: [],
    });
    for (const words of [
      'No line in this window',
      'Nothing needs action',
      'No template was first seen',
      'watched long enough',
    ])
      expect(page).toContain(words);
    expect(page).not.toContain('NaN');
  });

  test('it asks nothing from elsewhere and runs no script', () => {
    const page = renderPage(PAGE);
    expect(page).not.toMatch(/https?:\/\//);
    expect(page).not.toMatch(/<[^>]*\s(on[a-z]+|style)=|javascript:/);
  });
});
