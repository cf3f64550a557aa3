package pmon3.daemon.kernel;

import java.io.IOException;

/** The contract on the real kernel, with real programs. */
class LinuxKernelContractTest extends KernelContract {
    @Override
    protected Kernel createKernel() throws IOException {
        return new LinuxKernel(HelperBinary.path(), Inherited.capture());
    }

    @Override
    protected SamplePrograms createSamples() throws IOException {
        return new LinuxSamplePrograms();
    }

    @Override
    protected void progress() {}
}
