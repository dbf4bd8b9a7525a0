import { escapeMarkup } from '@khabar/text';

import { elementsOf, type XmlElement } from './xml-tree.ts';

const VOID = new Set(['br', 'hr', 'img', 'input', 'area', 'col', 'wbr', 'embed', 'source']);

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function serialise(element: XmlElement): string {
  return element.children
    .map((child) => {
      if (typeof child === 'string') return escapeMarkup(child);
      const name = localName(child.name);
      const attributes = Array.from(child.attributes)
        .filter(([key]) => !key.startsWith('xml'))
        .map(([key, value]) => ` ${key}="${escapeMarkup(value)}"`)
        .join('');
      return VOID.has(name)
        ? `<${name}${attributes}>`
        : `<${name}${attributes}>${serialise(child)}</${name}>`;
    })
    .join('');
}

/** HTML that an element holds: as text (escaped or CDATA) or, XHTML and careless feeds, as elements of its own. */
export function markupOf(element: XmlElement): string {
  if (elementsOf(element).length > 0) return serialise(element).trim();
  return element.children
    .filter((child) => typeof child === 'string')
    .join('')
    .trim();
}
