/**
 * When something is sent a second time, over which line, and what that may cost. Pure: told what was sent and what came
 * back, it answers when it is asked; whoever sends holds it, and it holds nobody.
 *
 * <pre>
 *  sent ---&gt; SentFrames ----------------------.
 *                                             v
 *  round trips, outages ---&gt; LinkForecast ---&gt; ResendController ---&gt; copy now? ---&gt; line B
 *                                             ^
 *  bytes sent first ------&gt; ResendBudget -----'
 * </pre>
 *
 * Nothing here is needed for anything to arrive: line A repairs its own losses, and who falls behind is served from the
 * shadow. It is needed for it to arrive in time.
 */
package io.antumbra.core.resend;
