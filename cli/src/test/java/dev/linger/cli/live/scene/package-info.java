/**
 * What the claims about real programs are played with. A {@code Scene} plays programs under a
 * capture on its {@code Stage}, with {@code Settings} in their configurations, and explains what
 * was captured; a {@code Cure} plays it again with what the finding advised. {@code Probed} is a
 * program that is probed, {@code OwnServer} and {@code OwnClient} are Linger's halves beside their
 * ledgers, {@code KernelWitness} is what the kernel shows meanwhile. What the machine must have for
 * it is in {@code Needs}.
 */
package dev.linger.cli.live.scene;
