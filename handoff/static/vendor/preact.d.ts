/** What we use of Preact 10, typed by hand. */
export type ComponentChild = VNode | string | number | boolean | null | undefined | ComponentChild[];
export interface VNode { type: unknown; props: Record<string, unknown>; key: unknown }
export function h(type: unknown, props: Record<string, unknown> | null, ...children: ComponentChild[]): VNode;
export function render(node: ComponentChild, parent: Element | DocumentFragment): void;
export const Fragment: unknown;
