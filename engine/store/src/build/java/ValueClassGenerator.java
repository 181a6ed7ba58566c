import java.lang.reflect.Method;
import java.net.URI;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import net.openhft.chronicle.hash.VanillaGlobalMutableState;

/**
 * Build step: compiles, once and here, the class that Chronicle Map would otherwise generate and compile with javac in
 * every process that opens its first map. That costs about a second of a cold start, loads 1,100 classes of the
 * compiler, and needs a JDK. Chronicle looks for the class by its name before it generates it, so it is enough that it
 * is on the class path. Run with the folder for the class files as the only argument.
 */
public final class ValueClassGenerator
{
    private ValueClassGenerator()
    {
    }

    /**
     * @param args the output folder.
     * @throws ReflectiveOperationException when this version of Chronicle Values has another shape.
     */
    public static void main(final String[] args) throws ReflectiveOperationException
    {
        final Class<?> type = VanillaGlobalMutableState.class;
        final String simpleName = type.getSimpleName() + "$$Native";
        final String source = generate(type, simpleName);
        final String path = type.getPackageName().replace('.', '/') + "/" + simpleName + ".java";
        final JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE)
        {
            @Override
            public CharSequence getCharContent(final boolean ignoreEncodingErrors)
            {
                return source;
            }
        };
        final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        final List<String> options = List.of("-d", args[0], "--release", "17", "-nowarn", "-proc:none", "-g:none",
            "-classpath", System.getProperty("java.class.path"));
        if (!compiler.getTask(null, null, null, options, null, List.of(file)).call())
        {
            throw new IllegalStateException("the generated class does not compile:\n" + source);
        }
    }

    private static String generate(final Class<?> type, final String simpleName) throws ReflectiveOperationException
    {
        final Class<?> modelType = Class.forName("net.openhft.chronicle.values.ValueModel");
        final Method acquire = modelType.getDeclaredMethod("acquire", Class.class);
        acquire.setAccessible(true);
        final Method generate = Class.forName("net.openhft.chronicle.values.Generators").getDeclaredMethod(
            "generateNativeClass", modelType, String.class);
        generate.setAccessible(true);
        return (String)generate.invoke(null, acquire.invoke(null, type), simpleName);
    }
}
