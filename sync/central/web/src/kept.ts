// sync/central/web/src/kept.ts - what this browser remembers of its reader.

export type Kept = "language" | "cohort";

export function kept(name: Kept): string | null {
  try {
    return localStorage.getItem(`otmetka.${name}`);
  } catch {
    return null; // a browser that keeps nothing still shows everything
  }
}

export function keep(name: Kept, value: string): void {
  try {
    localStorage.setItem(`otmetka.${name}`, value);
  } catch { /* as above */ }
}
