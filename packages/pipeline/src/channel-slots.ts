/** How many messages go to one channel at the same time, in this process. */
export interface ChannelSlots {
  /** Gives a slot back when it is called; null: all of this channel are taken. */
  take(channelId: string): (() => void) | null;
}

/** Two of the eight senders: a receiver that hangs until the timeout delays nobody else. */
const SLOTS = 2;

export function openChannelSlots(): ChannelSlots {
  const taken = new Map<string, number>();
  return {
    take(channelId) {
      const now = taken.get(channelId) ?? 0;
      if (now >= SLOTS) return null;
      taken.set(channelId, now + 1);
      return () => {
        const left = (taken.get(channelId) ?? 1) - 1;
        if (left === 0) taken.delete(channelId);
        else taken.set(channelId, left);
      };
    },
  };
}
