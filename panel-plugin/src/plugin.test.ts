import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import React from 'react';
import plugin from './plugin.json';

const sources = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.(test|fixture)\./.test(file))
  .map((file) => join(__dirname, file));
const bundle = join(__dirname, '../dist/module.js');
const code = existsSync(bundle) ? [...sources, bundle] : sources;
const withMatch = (files: readonly string[], pattern: RegExp) =>
  files.filter((file) => pattern.test(readFileSync(file, 'utf8')));

describe('pictures', () => {
  it('that plugin.json names exist', () => {
    const { logos, screenshots } = plugin.info;
    const paths = [logos.small, logos.large, ...screenshots.map(({ path }) => path)];
    expect(paths.filter((path) => !existsSync(join(__dirname, path)))).toEqual([]);
  });

  it('of the README have whole addresses, of files that exist', () => {
    const readme = readFileSync(join(__dirname, 'README.md'), 'utf8');
    const addresses = Array.from(readme.matchAll(/!\[[^\]]*\]\(([^)]*)\)/g), ([, address = '']) => address);
    expect(addresses.length).toBeGreaterThan(3);
    for (const address of addresses) {
      expect(address).toMatch(/^https:\/\/.*\/src\/img\/[\w-]+\.png$/);
      expect(existsSync(join(__dirname, 'img', address.split('/').at(-1) ?? ''))).toBe(true);
    }
  });
});

describe('the code', () => {
  it('uses nothing that React 19 has removed', () => {
    const removed =
      /\.(?:defaultProps|propTypes|contextTypes|childContextTypes)\b|findDOMNode|unmountComponentAtNode|createFactory|ReactDOM\.(?:render|hydrate)\b|__SECRET_INTERNALS/;
    expect(withMatch(code, removed)).toEqual([]);
  });

  it('uses nothing that Grafana 12.4 does not have, though the packages that it is built with do', () => {
    const newer =
      /\b(?:CloseButton|VizTooltip\w*|getFieldDisplayItems|useFieldMatchersOptions|FieldContext|useSidebarContext|generateUUID|isUUID|VisualizationSuggestionsBuilder|extractFacetedLabels|TracedError|isAppPluginEnabled)\b[^;]*from '@grafana\//;
    expect(withMatch(sources, newer)).toEqual([]);
  });

  it('makes no markup of text: nothing is set as HTML or rendered as Markdown', () => {
    expect(withMatch(sources, /dangerouslySetInnerHTML|innerHTML|renderMarkdown|insertAdjacentHTML/)).toEqual(
      [],
    );
  });

  it('is tested on the React that was asked for', () => {
    const folder = process.env['REACT_MODULES'];
    const asked =
      folder &&
      (JSON.parse(readFileSync(join(folder, 'react/package.json'), 'utf8')) as { version: string }).version;
    expect(React.version).toBe(asked ?? '18.3.1');
  });
});
